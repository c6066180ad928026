internal import CVQKernels

/// The rows of a tile whose nearest centroid scores cannot decide, and how they are decided.
///
/// The distances of a batch of pairs are computed by direct differences in `Double`, in the same
/// order of additions with every kernel set. Where rounding may hide which is smaller, `NearTies`
/// decides.
struct UndecidedRows<Scalar: VectorScalar>: ~Copyable, Sendable {
  let kernels: Kernels<Scalar>
  /// The rows as a kernel lists them, and the gaps of all rows.
  let verdicts: Verdicts<Scalar>
  /// The number of rows listed.
  var count = 0
  /// The first row of the tile that holds a NaN or an infinity.
  private(set) var notFinite: Int? = nil
  /// The candidates of one row.
  let candidates: TileMemory<Int32>
  private var batch: PairBatch
  /// Of a search by bytes: the rows of one group with the centroids that look nearest.
  private let guesses: PairBatch
  /// The relative error of two squared distances, taken together.
  private let roundoff: Double

  /// Allocates memory for the tiles of a plan, or for `rowCapacity` rows.
  init(kernels: Kernels<Scalar>, plan: TilePlan, rowCapacity: Int, keepsGaps: Bool) {
    self.kernels = kernels
    roundoff = 2 * Double(plan.featureCount + 4) * Double.ulpOfOne
    verdicts = Verdicts(rowCapacity: rowCapacity, keepsGaps: keepsGaps)
    candidates = TileMemory(count: max(2, plan.clusterCount))
    batch = PairBatch(capacity: max(2, plan.clusterCount) + 128)
    guesses = PairBatch(
      capacity: kernels.searchesBytes(plan) ? Int(VQK_MAXIMUM_ROW_GROUP) : 0)
  }

  /// The number of pairs measured since the tile began.
  var measuredCount: Int { batch.measuredCount }

  /// Whether the batch may have no space for another row's candidates.
  var isFull: Bool {
    batch.pairCount + candidates.count > batch.rows.count || batch.rowCount == batch.ends.count
  }

  /// Begins a tile.
  mutating func begin() {
    batch.begin()
    notFinite = nil
  }

  /// Decides rows of a group searched by bytes by the distances to the centroids that look nearest.
  ///
  /// A score by bytes may be off by half the margin in either direction. The distance to one centroid
  /// is nearly exact, so centroids need only be compared with that, within half the margin.
  ///
  /// - Parameters:
  ///   - tile: The rows of the tile.
  ///   - rounded: The same rows as bytes.
  ///   - codebook: The centroids.
  ///   - codes: For each row, the centroid of the lowest score.
  mutating func tighten(
    _ tile: MatrixSpan<Scalar>, as rounded: borrowing RoundedRows,
    among codebook: PackedCodebook<Scalar>, codes: borrowing TileMemory<Int32>
  ) {
    measure(tile, among: codebook, codes: codes)
    let normError = Double(tile.columnCount + 16) * 0x1p-23
    var kept = 0
    for position in 0..<count {
      var open = verdicts.undecided[position]
      let row = Int(open.row)
      let norm = Double(rounded.squaredNorms[row])
      let score = (guesses.squared[position] * (1 + 0x1p-30) - norm * (1 - normError)) / 2
      let limit = score + Double(rounded.margins[row]) * (0.5 + 0x1p-20)
      // False for a NaN.
      if limit < open.limit {
        open.limit = Double(Float(limit).nextUp)
        let second = Double(open.second)
        if second > open.limit {
          if !rounded.gaps.isEmpty {
            rounded.gaps[row] = Float((second - open.limit) * (1 - 0x1p-20))
          }
          continue
        }
      }
      verdicts.undecided[kept] = open
      kept += 1
    }
    count = kept
  }

  /// Measures the distance of each listed row to the centroid of its code.
  private func measure(
    _ tile: MatrixSpan<Scalar>, among codebook: PackedCodebook<Scalar>,
    codes: borrowing TileMemory<Int32>
  ) {
    for position in 0..<count {
      let row = verdicts.undecided[position].row
      (guesses.rows[position], guesses.codes[position]) = (row, codes[Int(row)])
    }
    let pairs = RowCodePairs(rows: guesses.rows.span, codes: guesses.codes.span, count: count)
    kernels.distances(tile, pairs, to: codebook, into: guesses.squared)
  }

  /// Adds the row at `position` of the list to the batch, with its first `count` candidates.
  mutating func append(_ position: Int, candidateCount count: Int) {
    for candidate in 0..<count { batch.codes[batch.pairCount + candidate] = candidates[candidate] }
    batch.add(verdicts.undecided[position].row, count)
  }

  /// Adds the row at `position` of the list to the batch; its candidates are a range of `codes`.
  mutating func append(
    _ position: Int, candidates range: Range<Int>, of codes: borrowing TileMemory<Int32>
  ) {
    for (place, candidate) in range.enumerated() {
      batch.codes[batch.pairCount + place] = codes[candidate]
    }
    batch.add(verdicts.undecided[position].row, range.count)
  }

  /// Writes the codes of the batch's rows, and empties it.
  ///
  /// A row that is not finite gets code 0.
  ///
  /// Gaps become lower bounds for all other centroids. Before, they hold for all centroids that are
  /// not candidates.
  ///
  /// - Parameters:
  ///   - tile: The rows of the tile.
  ///   - codebook: The centroids.
  ///   - codes: Receives the codes of the rows.
  mutating func settle(
    _ tile: MatrixSpan<Scalar>, among codebook: PackedCodebook<Scalar>,
    codes: borrowing TileMemory<Int32>
  ) {
    let found = decide(tile, among: codebook, codes: codes)
    if let found { notFinite = min(notFinite ?? found, found) }
    batch.removeAll()
  }

  /// Writes the codes of the batch's rows, and returns the first that is not finite.
  private func decide(
    _ tile: MatrixSpan<Scalar>, among codebook: PackedCodebook<Scalar>,
    codes: borrowing TileMemory<Int32>
  ) -> Int? {
    let pairs = RowCodePairs(
      rows: batch.rows.span, codes: batch.codes.span, count: batch.pairCount)
    kernels.distances(tile, pairs, to: codebook, into: batch.squared)
    var notFinite: Int? = nil
    var start = 0
    for item in 0..<batch.rowCount {
      let row = Int(batch.numbers[item])
      let end = Int(batch.ends[item])
      let found = batch.nearest(start..<end, roundoff: roundoff)
      let code =
        found.map { batch.codes[$0.pair] }
        ?? NearTies.nearest(
          to: tile[row: row], among: batch.codes.view(start..<end), of: codebook.centroids,
          scale: codebook.frame.scale)
      if code == nil { notFinite = min(notFinite ?? row, row) }
      codes[row] = code ?? 0
      if !verdicts.gaps.isEmpty {
        let gap = Scalar(found?.gap ?? 0) * (1 - Scalar(0x1p-20))
        verdicts.gaps[row] = min(verdicts.gaps[row], gap)
      }
      start = end
    }
    return notFinite
  }
}

/// Pairs of undecided rows and their candidates, a row's one after the other.
struct PairBatch: ~Copyable, Sendable {
  let rows: TileMemory<UInt32>
  let codes: TileMemory<Int32>
  let squared: TileMemory<Double>
  /// The number of each row of the batch.
  let numbers: TileMemory<UInt32>
  /// The end of each row's pairs.
  let ends: TileMemory<Int32>
  private(set) var pairCount = 0
  private(set) var rowCount = 0
  /// The number of pairs removed since the tile began.
  private(set) var measuredCount = 0

  /// Allocates memory for so many pairs.
  init(capacity: Int) {
    rows = TileMemory(count: capacity)
    codes = TileMemory(count: capacity)
    squared = TileMemory(count: capacity)
    numbers = TileMemory(count: capacity)
    ends = TileMemory(count: capacity)
  }

  mutating func begin() { (pairCount, rowCount, measuredCount) = (0, 0, 0) }

  mutating func removeAll() {
    measuredCount += pairCount
    (pairCount, rowCount) = (0, 0)
  }

  /// Adds a row whose codes were written after the last pair.
  mutating func add(_ row: UInt32, _ count: Int) {
    for place in pairCount..<(pairCount + count) { rows[place] = row }
    pairCount += count
    numbers[rowCount] = row
    ends[rowCount] = Int32(pairCount)
    rowCount += 1
  }

  /// The nearest of some pairs, and the gap to the next.
  ///
  /// `nil` if rounding may hide which pair is the nearest.
  func nearest(_ range: Range<Int>, roundoff: Double) -> (pair: Int, gap: Double)? {
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
