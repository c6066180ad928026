/// Parses the Python dictionary that describes an array: strings, words, tuples of words, lists.
///
/// Escapes in strings and nested dictionaries are not supported; NumPy writes neither.
struct PythonLiteralScanner: ~Escapable {
  private let bytes: Span<UInt8>
  private var position = 0
  /// A key that occurs twice in the dictionary; the later value counts.
  private(set) var repeatedKey: String?

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
  }

  /// Parses a dictionary with string keys, up to the end of the bytes.
  mutating func scanDictionary() -> [String: PythonLiteral]? {
    guard skip("{") else { return nil }
    var fields: [String: PythonLiteral] = [:]
    var closed = skip("}")
    while !closed {
      guard case .string(let key) = scanValue(), skip(":"), let value = scanValue() else {
        return nil
      }
      if fields.updateValue(value, forKey: key) != nil { repeatedKey = key }
      let separated = skip(",")
      closed = skip("}")
      guard closed || separated else { return nil }
    }
    skipSpace()
    return position == bytes.count ? fields : nil
  }

  private mutating func scanValue() -> PythonLiteral? {
    skipSpace()
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    switch first {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return scanString()
    case UInt8(ascii: "("): return scanTuple()
    case UInt8(ascii: "["): return scanList()
    default: return scanWord().map(PythonLiteral.word)
    }
  }

  private mutating func scanString() -> PythonLiteral? {
    let quote = bytes[position]
    let start = position + 1
    guard let end = (start..<bytes.count).first(where: { bytes[$0] == quote }) else { return nil }
    position = end + 1
    return .string(text(start..<end))
  }

  private mutating func scanTuple() -> PythonLiteral? {
    position += 1
    var words: [String] = []
    while !skip(")") {
      guard let word = scanWord() else { return nil }
      words.append(word)
      guard skip(",") || peek() == UInt8(ascii: ")") else { return nil }
    }
    return .tuple(words)
  }

  private mutating func scanList() -> PythonLiteral? {
    let start = position
    var depth = 0
    repeat {
      guard position < bytes.count else { return nil }
      if bytes[position] == UInt8(ascii: "[") { depth += 1 }
      if bytes[position] == UInt8(ascii: "]") { depth -= 1 }
      position += 1
    } while depth > 0
    return .other(text(start..<position))
  }

  private mutating func scanWord() -> String? {
    skipSpace()
    let start = position
    while position < bytes.count, isWordByte(bytes[position]) { position += 1 }
    return start == position ? nil : text(start..<position)
  }

  private mutating func skip(_ symbol: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: symbol) else { return false }
    position += 1
    return true
  }

  private mutating func peek() -> UInt8? {
    skipSpace()
    return position < bytes.count ? bytes[position] : nil
  }

  private mutating func skipSpace() {
    while position < bytes.count, isSpace(bytes[position]) { position += 1 }
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes.extracting(range))
  }
}
