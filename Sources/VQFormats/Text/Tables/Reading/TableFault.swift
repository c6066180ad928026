/// A fault in the text of a table, and its position.
struct TableFault: Error {
  enum Kind {
    /// The field of this column (counted from 0) is not a number.
    case notNumber(column: Int, text: String)
    /// The field of this column has no value.
    case missing(column: Int, text: String)
    /// The field of this column has a value, but the column had none in the first megabyte.
    case notEmpty(column: Int, text: String)
    /// The row has a different number of fields than the first.
    case ragged(found: Int)
    /// The quotation mark before the field of this column is not closed.
    case unclosed(column: Int)
    /// Text follows the closing quotation mark of the field of this column.
    case textBehindQuotation(column: Int)
  }

  /// The position of the fault in the window of text.
  let position: Int
  let kind: Kind

  /// The error for users, with lines and columns counted from 1, and column names.
  ///
  /// - Parameters:
  ///   - line: The line of the fault, from 1.
  ///   - plan: How the table is read.
  ///   - path: The path of the file.
  /// - Returns: The error.
  func error(line: Int, _ plan: TablePlan, path: String) -> FormatError {
    let layout = plan.layout
    switch kind {
    case .notNumber(let column, let text):
      return .badNumber(
        path: path, line: line, column: column + 1, name: layout.names?[column].text, text: text,
        advice: advice(column: column, text: text, line: line, plan))
    case .missing(let column, let text):
      return .missingValue(
        path: path, line: line, column: column + 1, name: layout.names?[column].text, text: text)
    case .notEmpty(let column, let text):
      return .invalid(
        path: path, place: "line \(line), \(layout.place(ofColumn: column))",
        problem: "is \(text.debugDescription), in a column without values before",
        mend: "choose this column, or leave it out, with --columns")
    case .ragged(let found):
      return .raggedRow(path: path, line: line, expected: layout.columnCount, found: found)
    case .unclosed(let column):
      return .invalid(
        path: path, place: "line \(line), \(layout.place(ofColumn: column))",
        problem: "begins with a quotation mark that is not closed",
        mend: "close it, or put the whole field between two quotation marks and double those in it")
    case .textBehindQuotation(let column):
      return .invalid(
        path: path, place: "line \(line), \(layout.place(ofColumn: column))",
        problem: "has text after its closing quotation mark",
        mend: "put the whole field between two quotation marks and double those in it, or say what "
          + "separates fields with --separator")
    }
  }

  /// What to do about a field that is not a number.
  private func advice(column: Int, text: String, line: Int, _ plan: TablePlan) -> String {
    let name = plan.layout.names?[column].text ?? "\(column + 1)"
    if let mark = Self.decimalMark(of: text, otherThan: plan.dialect.decimalMark) {
      return "if it is a number, give --decimal \(mark); if it means no value, name it with "
        + "--missing; leave the column out with --columns=-\(name.excerpt)"
    }
    if line == plan.firstRowLine, plan.hasHeader {
      return "if this line holds units and no data, leave out both lines before the data with "
        + "--skip-lines \(line) --header no; if it is data, leave the column out with "
        + "--columns=-\(name.excerpt)"
    }
    if line == plan.firstRowLine {
      return "if this line holds names, say so with --header yes; if it is a title, skip it with "
        + "--skip-lines \(line)"
    }
    return "correct it, name it with --missing if it means no value, or leave the column out with "
      + "--columns=-\(name.excerpt)"
  }

  /// The other decimal mark, if the text is a number with it; the text is known not to be a number
  /// with the mark of the table.
  private static func decimalMark(of text: String, otherThan mark: UInt8) -> String? {
    let (other, name): (Character, String) =
      mark == UInt8(ascii: ".") ? (",", "comma") : (".", "point")
    let digits = text.filter { $0 != other }
    guard digits.utf8.count == text.utf8.count - 1, Double(digits) != nil,
      digits.utf8.allSatisfy({ $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "x") })
    else { return nil }
    return name
  }
}
