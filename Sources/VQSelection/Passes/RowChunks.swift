internal import VectorQuantization

/// Consecutive stretches of rows, each of which one thread looks at.
///
/// They follow from the shape alone, and what is found in them is put together in the order of their
/// numbers, so sums have the same bits on any number of workers.
package struct RowChunks: Sendable {
  private let rowCount: Int
  /// How many stretches there are, at least one.
  let count: Int

  /// Shorter stretches are not worth a record each.
  private static let minimumRows = 1024
  /// More stretches than this keep no further thread busy.
  private static let mostChunks = 64
  /// The most numbers in all records together: 32 MB.
  private static let mostNumbers = 1 << 22

  /// Divides rows into stretches.
  ///
  /// - Parameters:
  ///   - rowCount: The number of rows.
  ///   - recordSize: How many numbers are found for each stretch, so that a few stretches do where
  ///     that is many.
  package init(rowCount: Int, recordSize: Int) {
    let affordable = Self.mostNumbers / max(1, recordSize)
    self.rowCount = rowCount
    count = max(1, min(rowCount / Self.minimumRows, Self.mostChunks, affordable))
  }

  /// The rows of one stretch.
  func rows(_ chunk: Int) -> Range<Int> {
    (chunk * rowCount / count)..<((chunk + 1) * rowCount / count)
  }

  /// What `body` finds in each stretch, in order.
  func map<Record: Sendable>(
    workers: Int, _ body: @Sendable (Range<Int>) -> Record
  ) -> [Record] {
    parallelMap(count, workers: workers) { body(rows($0)) }
  }

  /// The sums, number by number and in the order of the stretches, of the records that `body` makes.
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
