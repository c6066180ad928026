/// A value in the description of a `.npy` file.
enum PythonLiteral: Equatable {
  /// Text in quotation marks, without the marks.
  case string(String)
  /// `True`, a number, or another sequence of letters and digits.
  case word(String)
  /// Words in parentheses.
  case tuple([String])
  /// A value of another kind, as it is written, such as the fields of a record.
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
