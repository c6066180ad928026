/// A reader that loads rows on demand, for example from a file that is larger than memory.
///
/// The engine requests one tile of rows at a time. Several threads call the reader concurrently,
/// and each pass requests the rows in a similar order. Every pass requests the same bytes, and the
/// reader must return the same values each time.
public protocol RowReader: Sendable {
  /// The positions of the numbers in the bytes that the reader provides.
  var layout: StorageLayout { get }

  /// Reads a range of the bytes.
  ///
  /// - Parameters:
  ///   - offset: The index of the first byte to read.
  ///   - bytes: The buffer to fill completely. All requested bytes lie within the ``layout``.
  /// - Returns: True if all bytes were read. Otherwise the call ends with
  ///   ``ClusteringError/unreadable(row:)``; the reader should keep the reason for its user.
  func read(from offset: Int, into bytes: inout MutableSpan<UInt8>) -> Bool
}

/// A range of the rows of another reader.
struct RowWindow: RowReader {
  let layout: StorageLayout
  private let reader: any RowReader

  init(rows: Range<Int>, of reader: any RowReader) {
    layout = reader.layout.rows(rows)
    self.reader = reader
  }

  func read(from offset: Int, into bytes: inout MutableSpan<UInt8>) -> Bool {
    reader.read(from: offset, into: &bytes)
  }
}
