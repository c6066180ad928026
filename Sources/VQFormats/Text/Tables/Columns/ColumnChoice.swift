/// Columns of a table, chosen as a person writes them.
public enum ColumnChoice: Sendable, Equatable {
  /// The column with that number, from 1.
  case number(Int)
  /// The column that the header gives that name.
  case name(String)
  /// A name, a number, a range such as `2-61` or `a:f`, or one of these behind a minus sign, which
  /// means all other columns.
  ///
  /// A name that the header has goes before the other readings.
  case written(String)

  /// Reads choices as a row of a table: separated by commas, and between quotation marks if a name has
  /// a comma in it.
  ///
  /// A choice between quotation marks is a name, whatever it looks like.
  ///
  /// - Parameter line: The line.
  /// - Returns: At least one choice; `nil` if one is empty.
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
