internal import CVQKernels

/// The rows of a tile whose nearest centroid scores cannot tell, and the pairs that decide them.
///
/// The distances of a batch of pairs are computed by direct differences in `Double`, in the same order
/// of additions with every kernel set. Where rounding may hide which is smaller, `NearTies` decides.
struct UndecidedRows<Scalar: VectorScalar>: ~Copyable, Sendable {
  /// The rows as a kernel lists them.
  let rows: TileMemory<UndecidedRow>
  /// The candidates of one row.
  let candidates: TileMemory<Int32>
  private let pairRows: TileMemory<UInt32>
  private let pairCodes: TileMemory<Int32>
  private let squared: TileMemory<Double>
  /// For each row of the batch, its position in `rows` and the end of its pairs.
  private let positions: TileMemory<Int32>
  private let ends: TileMemory<Int32>
  /// The relative error of two squared distances, taken together.
  private let roundoff: Double
  private var pairCount = 0
  private var rowCount = 0
  /// The number of pairs measured since the tile began.
  private(set) var measuredCount = 0

  /// Allocates memory for tiles of `rowCapacity` rows and codebooks of `clusterCount` centroids.
  init(rowCapacity: Int, clusterCount: Int, featureCount: Int) {
    roundoff = 2 * Double(featureCount + 4) * Double.ulpOfOne
    rows = TileMemory(repeating: UndecidedRow(), count: rowCapacity)
    candidates = TileMemory(count: max(2, clusterCount))
    let capacity = max(rowCapacity, clusterCount) + Self.usualBatch
    pairRows = TileMemory(count: capacity)
    pairCodes = TileMemory(count: capacity)
    squared = TileMemory(count: capacity)
    positions = TileMemory(count: rowCapacity)
    ends = TileMemory(count: rowCapacity)
  }

  private static var usualBatch: Int { 1024 }

  /// Decides rows of a search by bytes by the distances to the centroids that look nearest.
  ///
  /// A score by bytes may be off by half the margin in either direction. The distance to one centroid
  /// is nearly exact, so centroids need only be compared with that, within half the margin.
  ///
  /// - Parameters:
  ///   - count: The number of rows listed. Those that stay undecided move to the front.
  ///   - tile: The rows of the tile.
  ///   - rounded: The same rows as bytes.
  ///   - codebook: The centroids.
  ///   - kernels: The kernels.
  ///   - codes: For each row, the centroid of the lowest score.
  ///   - gaps: Receives the gaps of the rows that are decided or pairs, unless it is empty.
  /// - Returns: The number of rows that stay undecided.
  func tighten(
    _ count: Int, of tile: MatrixSpan<Scalar>, as rounded: borrowing RoundedRows,
    among codebook: PackedCodebook<Scalar>, _ kernels: Kernels<Scalar>,
    codes: borrowing TileMemory<Int32>, gaps: borrowing TileMemory<Scalar>
  ) -> Int {
    for position in 0..<count {
      let row = rows[position].row
      (pairRows[position], pairCodes[position]) = (row, codes[Int(row)])
    }
    let pairs = RowCodePairs(rows: pairRows.span, codes: pairCodes.span, count: count)
    kernels.distances(tile, pairs, to: codebook, into: squared)
    let normError = Double(tile.columnCount + 16) * 0x1p-23
    var kept = 0
    for position in 0..<count {
      var open = rows[position]
      let row = Int(open.row)
      let norm = Double(rounded.squaredNorms[row])
      let score = (squared[position] * (1 + 0x1p-30) - norm * (1 - normError)) / 2
      let limit = score + Double(rounded.margins[row]) * (0.5 + 0x1p-20)
      // False for a NaN.
      if limit < open.limit {
        open.limit = Double(Float(limit).nextUp)
        let (second, third) = (Double(open.second), Double(open.third))
        if second > open.limit {
          if !gaps.isEmpty { gaps[row] = Scalar((second - open.limit) * (1 - 0x1p-20)) }
          continue
        }
        open.is_pair = third > open.limit
        if open.is_pair, !gaps.isEmpty {
          gaps[row] = Scalar((third - open.limit) * (1 - 0x1p-20))
        }
      }
      rows[kept] = open
      kept += 1
    }
    return kept
  }

  /// Whether the batch may have no space for another row's candidates.
  var isFull: Bool { pairCount + candidates.count > pairRows.count }

  /// Begins a tile.
  mutating func begin() {
    (pairCount, rowCount, measuredCount) = (0, 0, 0)
  }

  /// Adds the row at `position` of `rows` to the batch, with its first `count` candidates.
  mutating func append(_ position: Int, candidateCount count: Int) {
    for candidate in 0..<count { pairCodes[pairCount + candidate] = candidates[candidate] }
    add(position, count)
  }

  /// Adds the row at `position` of `rows` to the batch; its candidates are a range of `codes`.
  mutating func append(
    _ position: Int, candidates range: Range<Int>, of codes: borrowing TileMemory<Int32>
  ) {
    for (place, candidate) in range.enumerated() { pairCodes[pairCount + place] = codes[candidate] }
    add(position, range.count)
  }

  /// Adds the row at `position` of `rows` to the batch, which has two candidates.
  mutating func appendPair(_ position: Int) {
    (pairCodes[pairCount], pairCodes[pairCount + 1]) = rows[position].codes
    add(position, 2)
  }

  private mutating func add(_ position: Int, _ count: Int) {
    for place in pairCount..<(pairCount + count) { pairRows[place] = rows[position].row }
    pairCount += count
    positions[rowCount] = Int32(position)
    ends[rowCount] = Int32(pairCount)
    rowCount += 1
  }

  /// Writes the codes of the batch's rows, and empties it.
  ///
  /// - Parameters:
  ///   - tile: The rows of the tile.
  ///   - codebook: The centroids.
  ///   - kernels: The kernels.
  ///   - codes: Receives the codes of the rows.
  ///   - gaps: For each row, a lower bound on the gap to all centroids that are no candidates.
  ///     Receives a bound for all other centroids. May be empty.
  /// - Returns: The first row that holds a NaN or an infinity, or `nil`. Such a row gets code 0.
  mutating func settle(
    _ tile: MatrixSpan<Scalar>, among codebook: PackedCodebook<Scalar>, _ kernels: Kernels<Scalar>,
    codes: borrowing TileMemory<Int32>, gaps: borrowing TileMemory<Scalar>
  ) -> Int? {
    let notFinite = decide(tile, among: codebook, kernels, codes: codes, gaps: gaps)
    measuredCount += pairCount
    (pairCount, rowCount) = (0, 0)
    return notFinite
  }

  private func decide(
    _ tile: MatrixSpan<Scalar>, among codebook: PackedCodebook<Scalar>, _ kernels: Kernels<Scalar>,
    codes: borrowing TileMemory<Int32>, gaps: borrowing TileMemory<Scalar>
  ) -> Int? {
    let pairs = RowCodePairs(rows: pairRows.span, codes: pairCodes.span, count: pairCount)
    kernels.distances(tile, pairs, to: codebook, into: squared)
    var notFinite: Int? = nil
    var start = 0
    for item in 0..<rowCount {
      let row = Int(rows[Int(positions[item])].row)
      let end = Int(ends[item])
      let found = nearest(start..<end)
      let code =
        found.map { pairCodes[$0.pair] }
        ?? NearTies.nearest(
          to: tile[row: row], among: pairCodes.view(start..<end), of: codebook.centroids,
          scale: codebook.frame.scale)
      if code == nil { notFinite = min(notFinite ?? row, row) }
      codes[row] = code ?? 0
      if !gaps.isEmpty {
        gaps[row] = min(gaps[row], Scalar(found?.gap ?? 0) * (1 - Scalar(0x1p-20)))
      }
      start = end
    }
    return notFinite
  }

  /// The nearest of some pairs, and the gap to the next; `nil` if rounding may hide which it is.
  private func nearest(_ range: Range<Int>) -> (pair: Int, gap: Double)? {
    var minimum = Double.infinity
    var second = Double.infinity
    var nearest = range.lowerBound
    for pair in range {
      let distance = squared[pair]
      if distance < minimum {
        (second, minimum, nearest) = (minimum, distance, pair)
      } else if distance < second {
        second = distance
      }
    }
    // Below this, squares may have vanished; at infinity, they overflowed.
    guard minimum > 0x1p-900, minimum < .infinity, second > minimum * (1 + roundoff) else {
      return nil
    }
    return (nearest, (second - minimum * (1 + roundoff)) / 2)
  }
}
