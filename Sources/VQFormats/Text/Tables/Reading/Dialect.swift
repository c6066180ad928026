/// How the text of a table is cut into rows, fields and numbers.
struct Dialect: Sendable, Equatable {
  /// What stands between two fields; a space stands for one or more blanks.
  var separator = UInt8(ascii: ",")
  /// What stands between the whole part of a number and its fraction.
  var decimalMark = UInt8(ascii: ".")
  /// The last byte of a line: a line feed, or a carriage return where there are no line feeds.
  var lineEnd = UInt8(ascii: "\n")
  /// A line that begins with this byte is no row; 0 if there are no such lines.
  var commentMark: UInt8 = 0
  /// Whether a blank line is a row: in a table of one column, where it may be a missing value.
  var blankLinesAreRows = false

  /// Whether fields are separated by one or more blanks.
  var isBlankSeparated: Bool { separator == UInt8(ascii: " ") }

  /// Whether a byte is a blank that does not matter around a field.
  @inline(__always)
  func isBlank(_ byte: UInt8) -> Bool {
    guard byte <= UInt8(ascii: " ") else { return false }
    return byte == UInt8(ascii: " ")
      || (byte == UInt8(ascii: "\r") && lineEnd != UInt8(ascii: "\r"))
      || (byte == UInt8(ascii: "\t") && separator != UInt8(ascii: "\t"))
  }

  /// Where the rows of a text end: before the lines at its end that hold separators and blanks alone.
  func endOfRows(in text: Span<UInt8>, from start: Int = 0) -> Int {
    var end = text.count
    var position = end
    while position > start {
      let byte = text[position - 1]
      guard byte == lineEnd || byte == separator || isBlank(byte) else { break }
      position -= 1
      if byte == lineEnd { end = position + 1 }
    }
    return position == start ? start : end
  }
}
