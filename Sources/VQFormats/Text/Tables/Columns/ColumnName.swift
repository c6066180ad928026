/// The name of a column: the text to display, and the bytes to write to a table.
///
/// They differ if a header is not UTF-8: its bytes are displayed as Latin-1, and written unchanged.
struct ColumnName: Sendable, Equatable {
  /// The name to display, and to compare with others.
  let text: String
  /// The name as bytes of the file.
  let bytes: [UInt8]

  /// Creates a name from the bytes of a file.
  init(reading bytes: [UInt8]) {
    self.bytes = bytes
    if let text = String(validating: bytes, as: UTF8.self) {
      self.text = text
    } else {
      text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
  }

  /// Creates a name that the caller gives.
  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }
}
