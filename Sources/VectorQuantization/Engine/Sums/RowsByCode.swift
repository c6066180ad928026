/// Row numbers sorted by code, ascending within each code.
///
/// The observations are divided into parts, and each part has its own counting sort. The parts
/// depend on the shape alone. The rows of a code are those of the first part, then those of the
/// second, and so on.
package struct RowsByCode: ~Copyable, Sendable {
  /// The number of rows that were sorted last.
  private var rowCount = 0
  private let clusterCount: Int
  private var partCount = 1
  /// For each part, its rows sorted by code.
  private var order: TileMemory<UInt32>
  /// For each part, the end of each code's rows within the part.
  private var ends: TileMemory<Int32>

  package init(clusterCount: Int) {
    self.clusterCount = clusterCount
    order = TileMemory(count: 0)
    ends = TileMemory(count: 0)
  }

  /// Allocates memory for `rowCount` rows, unless there is enough.
  package mutating func makeRoom(for rowCount: Int) {
    self.rowCount = rowCount
    if order.count >= rowCount { return }
    // Parts of at least 4096 rows, with at most 2²⁰ counts in total, unless there is only one part.
    partCount = max(1, min(64, rowCount / 4096, (1 << 20) / clusterCount))
    order = TileMemory(count: rowCount)
    ends = TileMemory(count: partCount * clusterCount)
  }

  private func rows(ofPart part: Int) -> Range<Int> {
    let length = (rowCount + partCount - 1) / partCount
    return min(part * length, rowCount)..<min((part + 1) * length, rowCount)
  }

  /// Sorts all rows by `codes`, or only the rows whose code differs from that in `others`.
  ///
  /// Call ``makeRoom(for:)`` first.
  package func sort(_ codes: Span<Int32>, differingFrom others: Span<Int32>?, workers: Int) {
    precondition(codes.count == rowCount, "the rows fit the memory")
    parallelFor(partCount, workers: workers) { _, queue in
      while let part = queue.take() {
        let rows = rows(ofPart: part)
        var order = order.lend(rows)
        var ends = ends.lend((part * clusterCount)..<((part + 1) * clusterCount))
        ends.update(repeating: 0)
        Self.forEach(rows, codes, others) { _, code in ends[code] += 1 }
        var start: Int32 = 0
        for code in ends.indices {
          let count = ends[code]
          ends[code] = start
          start += count
        }
        Self.forEach(rows, codes, others) { row, code in
          order[Int(ends[code])] = UInt32(row)
          ends[code] += 1
        }
      }
    }
  }

  @inline(__always)
  private static func forEach(
    _ rows: Range<Int>, _ codes: Span<Int32>, _ others: Span<Int32>?,
    _ body: (_ row: Int, _ code: Int) -> Void
  ) {
    if let others {
      for row in rows where others[row] != codes[row] { body(row, Int(codes[row])) }
    } else {
      for row in rows { body(row, Int(codes[row])) }
    }
  }

  /// The number of sorted rows that have one of the codes.
  package func count(ofCodes codes: Range<Int>) -> Int {
    var count = 0
    for part in 0..<partCount {
      let ends = ends.view((part * clusterCount)..<((part + 1) * clusterCount))
      let start = codes.lowerBound == 0 ? 0 : Int(ends[codes.lowerBound - 1])
      count += Int(ends[codes.upperBound - 1]) - start
    }
    return count
  }

  /// Calls `body` with the rows of a range of codes, part by part: sorted by code, ascending within
  /// each code.
  package func forEachPart(ofCodes codes: Range<Int>, _ body: (Span<UInt32>) -> Void) {
    for part in 0..<partCount {
      let first = rows(ofPart: part).lowerBound
      let ends = ends.view((part * clusterCount)..<((part + 1) * clusterCount))
      let start = codes.lowerBound == 0 ? 0 : Int(ends[codes.lowerBound - 1])
      let end = Int(ends[codes.upperBound - 1])
      if start < end { body(order.view((first + start)..<(first + end))) }
    }
  }
}
