/// A value in the description of a `.npy` file, as far as its kinds matter.
enum PythonLiteral: Equatable {
  /// Text in quotes, without them.
  case string(String)
  /// `True`, a number, or another run of letters and digits.
  case word(String)
  /// Words in parentheses.
  case tuple([String])
  /// A value of another kind, as it is written: the fields of a record, for instance.
  case other(String)

  /// The value as Python writes it.
  var description: String {
    switch self {
    case .string(let text): "'\(text)'"
    case .word(let text), .other(let text): text
    case .tuple(let words): "(\(words.joined(separator: ", "))\(words.count == 1 ? "," : ""))"
    }
  }
}
