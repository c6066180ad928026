/// A choice of columns of a table, as a user writes it.
public enum ColumnChoice: Sendable, Equatable {
  /// The column with this number, counted from 1.
  case number(Int)
  /// The column with this name in the header.
  case name(String)
  /// A name, a number, or a range such as `2-61` or `a:f`; a minus sign before it selects all other
  /// columns.
  ///
  /// If the header has a column with the whole text as its name, that column is chosen.
  case written(String)

  /// Parses a list of choices, written like a row of a table.
  ///
  /// Commas separate choices; a name that contains a comma needs quotation marks. A choice in
  /// quotation marks is always a name.
  ///
  /// - Parameter line: The list.
  /// - Returns: At least one choice; `nil` if a choice is empty.
  public static func list(_ line: String) -> [ColumnChoice]? {
    let bytes = Array(line.utf8)
    var scanner = TableScanner(bytes.span, Dialect())
    var choices: [ColumnChoice] = []
    while true {
      let field = scanner.nextField()
      let text = String(decoding: bytes.span.bytes(of: field), as: UTF8.self)
      guard !text.isEmpty, field.fault == nil else { return nil }
      choices.append(field.isQuoted ? .name(text) : .written(text))
      if field.isLast { return scanner.isAtEnd ? choices : nil }
    }
  }
}
