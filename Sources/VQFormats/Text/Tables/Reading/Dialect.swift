/// How the text of a table is split into rows, fields and numbers.
struct Dialect: Sendable, Equatable {
  /// The byte between two fields; a space means one or more blanks.
  var separator = UInt8(ascii: ",")
  /// The decimal mark of numbers.
  var decimalMark = UInt8(ascii: ".")
  /// The last byte of a line: a line feed, or a carriage return in a text without line feeds.
  var lineEnd = UInt8(ascii: "\n")
  /// A line that begins with this byte is not a row; 0 if there are no such lines.
  var commentMark: UInt8 = 0
  /// Whether a blank line is a row: in a table of one column it may be a missing value.
  var blankLinesAreRows = false

  /// Whether fields are separated by one or more blanks.
  var isBlankSeparated: Bool { separator == UInt8(ascii: " ") }

  /// Whether a byte is a blank that is ignored around a field.
  @inline(__always)
  func isBlank(_ byte: UInt8) -> Bool {
    guard byte <= UInt8(ascii: " ") else { return false }
    return byte == UInt8(ascii: " ")
      || (byte == UInt8(ascii: "\r") && lineEnd != UInt8(ascii: "\r"))
      || (byte == UInt8(ascii: "\t") && separator != UInt8(ascii: "\t"))
  }

  /// The end of the rows of a text: trailing lines that contain only separators and blanks are not
  /// rows.
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
