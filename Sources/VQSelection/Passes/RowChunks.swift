internal import VectorQuantization

/// A division of the rows into consecutive ranges (chunks), each processed by one thread.
///
/// The chunks depend only on the shape of the data, and their results are combined in order. Sums
/// therefore have the same bits with any number of workers.
package struct RowChunks: Sendable {
  private let rowCount: Int
  /// The number of chunks, at least one.
  let count: Int

  /// The minimum number of rows in a chunk, so that its record costs little in comparison.
  private static let minimumRows = 1024
  /// The maximum number of chunks: more would not keep further threads busy.
  private static let mostChunks = 64
  /// The maximum number of values in all records together: 32 MB.
  private static let mostNumbers = 1 << 22

  /// Divides rows into chunks.
  ///
  /// - Parameters:
  ///   - rowCount: The number of rows.
  ///   - recordSize: The number of values that are computed for each chunk. Large records lead to
  ///     fewer chunks.
  package init(rowCount: Int, recordSize: Int) {
    let affordable = Self.mostNumbers / max(1, recordSize)
    self.rowCount = rowCount
    count = max(1, min(rowCount / Self.minimumRows, Self.mostChunks, affordable))
  }

  /// Returns the rows of one chunk.
  func rows(_ chunk: Int) -> Range<Int> {
    (chunk * rowCount / count)..<((chunk + 1) * rowCount / count)
  }

  /// Returns the results of `body` for each chunk, in order.
  func map<Record: Sendable>(
    workers: Int, _ body: @Sendable (Range<Int>) -> Record
  ) -> [Record] {
    parallelMap(count, workers: workers) { body(rows($0)) }
  }

  /// Returns the sums of the records that `body` fills, element by element and in the order of the
  /// chunks.
  package func sum(
    workers: Int, recordSize: Int, _ body: @Sendable (Range<Int>, inout [Double]) -> Void
  ) -> [Double] {
    let records = map(workers: workers) { rows in
      var record = [Double](repeating: 0, count: recordSize)
      body(rows, &record)
      return record
    }
    return records.dropFirst().reduce(into: records[0]) { total, record in
      for index in total.indices { total[index] += record[index] }
    }
  }
}
