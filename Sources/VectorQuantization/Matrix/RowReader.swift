/// Brings rows of numbers into memory when they are wanted: from a file larger than memory, for
/// instance.
///
/// A reader is asked for a tile of rows at a time, by several threads at once, each pass in much the
/// same order. It is asked for the same bytes in every pass and must give the same.
public protocol RowReader: Sendable {
  /// Where the numbers are among the bytes to be read.
  var layout: StorageLayout { get }

  /// Reads some of the bytes.
  ///
  /// - Parameters:
  ///   - offset: The number of the first byte.
  ///   - bytes: Receives as many bytes as it has room for, all of which the layout covers.
  /// - Returns: Whether all could be read. If not, clustering ends with
  ///   ``ClusteringError/unreadable(row:)``; the reader may remember why.
  func read(from offset: Int, into bytes: inout MutableSpan<UInt8>) -> Bool
}

/// Some of the rows that a reader brings.
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
