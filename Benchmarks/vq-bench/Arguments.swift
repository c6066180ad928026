/// The arguments after a command's name: names, and options with or without a value.
package struct Arguments {
  /// The arguments that are not options.
  package private(set) var names: [String] = []
  private var values: [String: String] = [:]

  /// Parses arguments.
  ///
  /// - Parameters:
  ///   - words: The arguments, in order.
  ///   - options: The options that take a value, including their dashes.
  ///   - flags: The options that take no value.
  /// - Throws: ``BenchError/usage(_:)`` if an option is unknown, repeated, or lacks its value.
  package init(
    _ words: some Sequence<String>, options: Set<String>, flags: Set<String> = []
  ) throws(BenchError) {
    var words = words.makeIterator()
    while let word = words.next() {
      if !word.hasPrefix("-") {
        names.append(word)
      } else if flags.contains(word) {
        values[word] = ""
      } else if options.contains(word) {
        guard let value = words.next() else { throw .usage("\(word) needs a value") }
        guard values.updateValue(value, forKey: word) == nil else {
          throw .usage("\(word) is given twice")
        }
      } else {
        throw .usage("there is no option \(word); vq-bench --help lists them")
      }
    }
  }

  /// Whether a flag was given.
  package func contains(_ flag: String) -> Bool { values[flag] != nil }

  /// The value of an option.
  package func text(_ option: String) -> String? { values[option] }

  /// The value of a required option.
  package func required(_ option: String) throws(BenchError) -> String {
    guard let text = values[option] else { throw .usage("\(option) is missing") }
    return text
  }

  /// A whole number, at least 1.
  package func integer(_ option: String) throws(BenchError) -> Int? {
    guard let text = values[option] else { return nil }
    guard let number = Int(text), number > 0 else {
      throw .usage("\(option) is \"\(text)\"; it must be a whole number from 1")
    }
    return number
  }

  /// A number of seconds, at least 0.
  package func seconds(_ option: String) throws(BenchError) -> Double? {
    guard let text = values[option] else { return nil }
    guard let number = Double(text), number.isFinite, number >= 0 else {
      throw .usage("\(option) is \"\(text)\"; it must be a number from 0")
    }
    return number
  }

  /// One of the words that are values of `type`.
  package func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ option: String, of type: Value.Type
  ) throws(BenchError) -> Value? {
    guard let text = values[option] else { return nil }
    guard let value = Value(rawValue: text) else {
      let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw .usage("\(option) is \"\(text)\"; it must be one of \(words)")
    }
    return value
  }
}
