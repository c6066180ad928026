/// What is wrong in the text of a table, and at which byte.
struct TableFault: Error {
  enum Kind {
    /// The field with that number, from 0, stands for no number.
    case notNumber(column: Int, text: String)
    /// The row has another number of fields than the first.
    case ragged(found: Int)
    /// The quotation mark before the field with that number, from 0, has no counterpart.
    case unclosed(column: Int)
  }

  let position: Int
  let kind: Kind

  /// The fault for people: with lines and columns from 1, and the names of columns.
  ///
  /// - Complexity: O(`position`): lines are counted only now that somebody asks.
  func error(in text: Span<UInt8>, path: String, layout: TableLayout) -> FormatError {
    var line = 1
    for index in 0..<position where text[index] == UInt8(ascii: "\n") { line += 1 }
    switch kind {
    case .notNumber(let column, let text):
      return .badNumber(
        path: path, line: line, column: column + 1, name: layout.names?[column], text: text)
    case .ragged(let found):
      return .raggedRow(path: path, line: line, expected: layout.columnCount, found: found)
    case .unclosed(let column):
      return .invalid(
        path: path, place: "line \(line), column \(column + 1)",
        problem: "begins with a quotation mark that nothing closes",
        mend: "close it, or put the whole field between two, and double those that are text")
    }
  }
}
