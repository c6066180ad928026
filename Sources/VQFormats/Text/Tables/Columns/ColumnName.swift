/// The name of a column: the text that is shown, and the bytes that a table is written with.
///
/// They differ where a header is not UTF-8: its bytes are shown as Latin-1 and written unchanged.
struct ColumnName: Sendable, Equatable {
  /// The name for people, and for comparison with others.
  let text: String
  /// The name as the file has it.
  let bytes: [UInt8]

  /// A name that was read.
  init(reading bytes: [UInt8]) {
    self.bytes = bytes
    if let text = String(validating: bytes, as: UTF8.self) {
      self.text = text
    } else {
      text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
  }

  /// A name of the caller.
  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }
}
