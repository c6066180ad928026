/// The numbers of observations, sorted by their codes, and ascending for each code.
///
/// A counting sort of each part of the observations by itself; parts follow from the shape alone. The
/// rows of a code are those of the first part, then those of the second, and so on.
package struct RowsByCode: Sendable {
  /// The rows that were sorted last.
  private var rowCount = 0
  private let clusterCount: Int
  private var partCount = 1
  /// For each part, its rows by code.
  private var order: [UInt32]
  /// For each part, where the rows of each code end in it.
  private var ends: [Int32]

  package init(clusterCount: Int) {
    self.clusterCount = clusterCount
    order = []
    ends = []
  }

  /// Allocates what so many rows take, unless there is as much.
  package mutating func makeRoom(for rowCount: Int) {
    if order.count >= rowCount { return }
    // Parts of some size, and not so many that their counts outweigh the rows.
    partCount = max(1, min(64, rowCount / 4096, (1 << 20) / clusterCount))
    order = Array(repeating: 0, count: rowCount)
    ends = Array(repeating: 0, count: partCount * clusterCount)
  }

  private func rows(ofPart part: Int) -> Range<Int> {
    let length = (rowCount + partCount - 1) / partCount
    return min(part * length, rowCount)..<min((part + 1) * length, rowCount)
  }

  /// Sorts all rows by `codes`, or only those whose code differs from that in `others`; there must be
  /// room for them.
  package mutating func sort(_ codes: Span<Int32>, differingFrom others: Span<Int32>?, workers: Int)
  {
    rowCount = codes.count
    let (partCount, clusterCount) = (partCount, clusterCount)
    let parts = (0..<partCount).map { rows(ofPart: $0) }
    let loans = loans()
    parallelFor(partCount, workers: workers) { _, queue in
      while let part = queue.take() {
        let rows = parts[part]
        var order = loans.order.lend(rows)
        var ends = loans.ends.lend((part * clusterCount)..<((part + 1) * clusterCount))
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

  @_lifetime(&self)
  private mutating func loans() -> RowLoans {
    RowLoans(order: DisjointTiles(order.mutableSpan), ends: DisjointTiles(ends.mutableSpan))
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

  /// Calls `body` with the rows of some codes, by part: sorted by code, and ascending for each.
  package func forEachPart(ofCodes codes: Range<Int>, _ body: (Span<UInt32>) -> Void) {
    for part in 0..<partCount {
      let first = rows(ofPart: part).lowerBound
      let ends = ends.span.extracting((part * clusterCount)..<((part + 1) * clusterCount))
      let start = codes.lowerBound == 0 ? 0 : Int(ends[codes.lowerBound - 1])
      let end = Int(ends[codes.upperBound - 1])
      if start < end { body(order.span.extracting((first + start)..<(first + end))) }
    }
  }
}

private struct RowLoans: ~Escapable, Sendable {
  let order: DisjointTiles<UInt32>
  let ends: DisjointTiles<Int32>

  @_lifetime(copy order, copy ends)
  init(order: DisjointTiles<UInt32>, ends: DisjointTiles<Int32>) {
    self.order = order
    self.ends = ends
  }
}
