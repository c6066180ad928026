internal import VQFormats

/// The operands and options of a command, used for its help page and to read its arguments.
struct Syntax: Sendable {
  /// How many operands a command takes, and their placeholders.
  enum Operands: Sendable {
    case none
    case one(String)
    case two(String, String)
    case any(String)
  }

  let name: String
  let summary: String
  let operands: Operands
  /// The part of the usage line after the name.
  let usage: String
  let options: [any OptionDeclaration]
  /// A complete command line that works.
  let example: String
}

/// The part of an option that does not depend on the type of its value.
protocol OptionDeclaration: Sendable {
  /// The name, including the dashes.
  var name: String { get }
  /// The placeholder for the value in the help; `nil` if the option takes no value.
  var placeholder: String? { get }
  /// What the option is for.
  var help: String { get }
  /// Whether the option may be given several times. The values are then joined by commas.
  var isRepeatable: Bool { get }
}

extension OptionDeclaration {
  var isRepeatable: Bool { false }
}

/// An option, and the function that parses its value.
struct Option<Value>: OptionDeclaration {
  let name: String
  let placeholder: String?
  let help: String
  /// What the value must be, as a continuation of "it must be".
  let requirement: String
  let isRepeatable: Bool
  let parse: @Sendable (String) -> Value?

  init(
    name: String, placeholder: String?, help: String, requirement: String,
    isRepeatable: Bool = false, parse: @escaping @Sendable (String) -> Value?
  ) {
    self.name = name
    self.placeholder = placeholder
    self.help = help
    self.requirement = requirement
    self.isRepeatable = isRepeatable
    self.parse = parse
  }
}

/// An option with a default value.
struct DefaultedOption<Value: Sendable>: OptionDeclaration {
  fileprivate let option: Option<Value>
  fileprivate let fallback: Value
  let help: String

  var name: String { option.name }
  var placeholder: String? { option.placeholder }

  /// Creates an option with a default; the help shows the default as `text`.
  init(_ option: Option<Value>, defaultingTo value: Value, written text: String) {
    self.option = option
    fallback = value
    help = "\(option.help) (default \(text))"
  }
}

extension Option where Value: Sendable {
  /// Returns the option with a default, which the help shows.
  func defaulting(to value: Value) -> DefaultedOption<Value> {
    DefaultedOption(self, defaultingTo: value, written: "\(value)")
  }
}

extension Option where Value: Sendable & RawRepresentable<String> {
  /// Returns the option with a default, which the help shows.
  func defaulting(to value: Value) -> DefaultedOption<Value> {
    DefaultedOption(self, defaultingTo: value, written: value.rawValue)
  }
}

/// The arguments of one command, separated into operands and options.
struct Arguments: Sendable {
  /// The arguments that are not options.
  private(set) var operands: [String] = []
  private var values: [String: String] = [:]
  private let syntax: Syntax

  /// Separates operands and options, without parsing the values of options.
  init(reading words: some Sequence<String>, as syntax: Syntax) throws(CommandError) {
    self.syntax = syntax
    var words = words.makeIterator()
    while let word = words.next() {
      if word.hasPrefix("-"), word != "-" {
        try readOption(word, followedBy: &words)
      } else {
        operands.append(word)
      }
    }
    try checkOperandCount()
  }

  /// The value of an option; `nil` if it was not given.
  func value<Value>(of option: Option<Value>) throws(CommandError) -> Value? {
    guard let text = values[option.name] else { return nil }
    guard let value = option.parse(text) else {
      throw .usage("\(option.name) is \"\(text)\"; it must be \(option.requirement)")
    }
    return value
  }

  /// The value of an option, or its default if it was not given.
  func value<Value>(of option: DefaultedOption<Value>) throws(CommandError) -> Value {
    try value(of: option.option) ?? option.fallback
  }

  /// Whether an option was given.
  func contains(_ option: some OptionDeclaration) -> Bool {
    values[option.name] != nil
  }

  /// Throws if two options that contradict each other were both given.
  func exclude(
    _ first: some OptionDeclaration, _ second: some OptionDeclaration
  ) throws(CommandError) {
    guard contains(first), contains(second) else { return }
    throw .usage("\(first.name) and \(second.name) exclude each other; give one of them")
  }

  private mutating func readOption(
    _ word: String, followedBy words: inout some IteratorProtocol<String>
  ) throws(CommandError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let (written, attached) = (String(parts[0]), parts.dropFirst().first.map(String.init))
    let name = Aliases.resolve(written, among: syntax.options.map(\.name))
    guard let option = syntax.options.first(where: { $0.name == name }) else {
      let names = syntax.options.map(\.name) + ["--help"]
      throw .usage("there is no option \(name)\(Spelling.suggestion(for: name, among: names))")
    }
    guard values[name] == nil || option.isRepeatable else {
      throw .usage("\(name) is given twice")
    }

    guard let placeholder = option.placeholder else {
      guard attached == nil else { throw .usage("\(name) takes no value") }
      values[name] = ""
      return
    }
    guard let value = attached ?? words.next(), !value.isEmpty,
      attached != nil || !value.hasPrefix("--")
    else { throw .usage("\(name) needs a value, as in \(name) \(placeholder)") }
    values[name] = values[name].map { "\($0),\(value)" } ?? value
  }

  private func checkOperandCount() throws(CommandError) {
    switch syntax.operands {
    case .any:
      break
    case .none:
      if let surplus = operands.first { throw surplusOperand(surplus) }
    case .one(let word):
      try checkOperands([word])
    case .two(let first, let second):
      try checkOperands([first, second])
    }
  }

  private func checkOperands(_ words: [String]) throws(CommandError) {
    if operands.count < words.count {
      throw .usage("the file \(words[operands.count]) is missing, as in \(syntax.example)")
    }
    if operands.count > words.count { throw surplusOperand(operands[words.count]) }
  }

  private func surplusOperand(_ word: String) -> CommandError {
    .usage("\"\(word)\" is an unexpected argument; the usage is vq \(syntax.name) \(syntax.usage)")
  }
}
