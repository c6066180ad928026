/// The search by projections for centroids that may lie within a distance of a row, for one worker.
///
/// The search misses no centroid within the distance. Which additional centroids it reports differs
/// between kernel sets. So results must not depend on the reported pairs: callers measure each pair
/// in full.
///
/// `begin` takes the rows. `find` then searches one batch at a time, which keeps the pairs in
/// cache. Allocates memory only in `init`.
struct ScreenSearch: ~Copyable, Sendable {
  private let kernels: Kernels<Float>
  private let frame: Frame<Float>
  private let slack: ScreenSlack
  // For all rows that `begin` took, in their order.
  private let gathered: TileMemory<Float>
  private var packed: PackedRows<Float>
  private var squared: [Double]
  private var numbers: [UInt32]
  private let verdicts: Verdicts<Float>
  // The pairs that the kernel reports for one batch.
  private var found: ScreenOutput

  /// The pairs of the last batch; the first `pairCount` are in use.
  ///
  /// Rows are numbered as in `begin`. The pairs of one row are consecutive, in ascending order of
  /// code; rows are in the order given.
  private let grouped: ScreenOutput
  private(set) var pairCount = 0
  /// The start of each row's pairs in the batch, and the end of the last.
  private let allStarts: TileMemory<Int>

  /// The number of rows in a batch.
  static var batchRows: Int { Kernels<Float>.screenRows }

  /// Allocates memory to search for at most `tileRows` rows among `clusterCount` centroids.
  init(kernels: Kernels<Float>, subspace: Subspace, tileRows: Int, clusterCount: Int) {
    let width = subspace.width
    self.kernels = kernels
    frame = .identity(featureCount: width)
    slack = subspace.slack
    gathered = TileMemory(count: tileRows * width)
    packed = PackedRows(capacity: tileRows, featureCount: width)
    squared = Array(repeating: 0, count: tileRows)
    numbers = Array(repeating: 0, count: tileRows)
    verdicts = Verdicts(rowCapacity: tileRows, keepsGaps: false)
    let pairs = Self.batchRows * clusterCount
    found = ScreenOutput(capacity: pairs)
    grouped = ScreenOutput(capacity: pairs)
    allStarts = TileMemory(count: Self.batchRows + 1)
  }

  /// Guesses the codes of a whole tile: the centroids with the nearest projections.
  mutating func guess(
    _ rows: Range<Int>, in projection: borrowing Projection, among centroids: PackedProjections,
    codes: borrowing TileMemory<Int32>
  ) {
    packed.count = rows.count
    kernels.pack(projection.rows.span.rows(rows), frame: frame.span, margin: .none, into: packed)
    // A guess may use undecided codes.
    _ = kernels.nearest(
      to: packed, ahead: Span(), among: centroids.codebook, codes: codes, verdicts: verdicts)
  }

  var rows: Span<UInt32> {
    @_lifetime(borrow self)
    get { grouped.rows.span }
  }
  var codes: Span<Int32> {
    @_lifetime(borrow self)
    get { grouped.codes.span }
  }
  var starts: Span<Int> {
    @_lifetime(borrow self)
    get { allStarts.span }
  }

  private var width: Int { frame.shift.count }
  private var rowCount: Int { packed.count }

  /// The number of batches.
  var batchCount: Int { (rowCount + Self.batchRows - 1) / Self.batchRows }

  /// Takes the rows to search for.
  ///
  /// - Parameters:
  ///   - open: The rows' numbers in the tile, ascending, and the search radius of each: a squared
  ///     distance as `Kernels.distances` computes it. A radius of zero finds the centroids equal to
  ///     the row.
  ///   - first: The first observation of the tile.
  ///   - projection: The projections of all observations.
  mutating func begin(
    _ open: borrowing OpenRows, from first: Int, in projection: borrowing Projection
  ) {
    let all = projection.rows.span
    let norms = projection.norms.span
    packed.count = open.count
    for position in 0..<rowCount {
      let number = open.numbers[position]
      numbers[position] = number
      squared[position] = slack.squaredLimit(
        within: open.squared[position], norm: norms[first + Int(number)])
    }
    guard rowCount > 0 else { return }
    let (start, end) = (first + Int(numbers[0]), first + Int(numbers[rowCount - 1]) + 1)
    if end - start == rowCount {
      kernels.pack(all.rows(start..<end), frame: frame.span, margin: .none, into: packed)
    } else {
      gather(all, from: first)
      kernels.pack(
        MatrixSpan(gathered.span, rows: rowCount, columns: width), frame: frame.span, margin: .none,
        into: packed)
    }
    let squaredLimits = squared
    kernels.setLimits(
      of: packed, within: squaredLimits.span, slack: ScoreSlack(featureCount: width, of: Float.self)
    )
  }

  /// Copies the rows one after the other.
  private func gather(_ all: MatrixSpan<Float>, from first: Int) {
    var to = gathered.lent
    for position in 0..<rowCount {
      let row = all[row: first + Int(numbers[position])]
      let start = position * width
      for column in row.indices { to[start + column] = row[column] }
    }
  }

  /// Finds the pairs of one batch.
  ///
  /// - Parameters:
  ///   - batch: The index of the batch, less than `batchCount`.
  ///   - centroids: The centroids' projections.
  /// - Returns: The position of the batch's first row among the rows given to `begin`.
  mutating func find(batch: Int, among centroids: PackedProjections) -> Int {
    let first = batch * Self.batchRows
    let range = first..<min(first + Self.batchRows, rowCount)
    let count = kernels.screen(
      range, of: packed, ahead: Span(), among: centroids.codebook, into: found)
    pairCount = group(count, from: range, isExcluded: centroids.isExcluded)
    return first
  }

  /// Groups the pairs by row, without excluded codes; returns their number.
  private func group(_ count: Int, from range: Range<Int>, isExcluded: Span<Bool>) -> Int {
    let (fromRows, fromCodes, numbers) = (found.rows.span, found.codes.span, numbers.span)
    var toRows = grouped.rows.lent
    var toCodes = grouped.codes.lent
    var starts = allStarts.lent
    for row in starts.indices { starts[row] = 0 }
    // Only a row without a limit finds excluded codes.
    for pair in 0..<count where !isExcluded[Int(fromCodes[pair])] {
      starts[Int(fromRows[pair]) + 1] += 1
    }
    for row in 0..<range.count { starts[row + 1] += starts[row] }
    let total = starts[range.count]
    for pair in 0..<count where !isExcluded[Int(fromCodes[pair])] {
      let row = Int(fromRows[pair])
      let to = starts[row]
      toRows[to] = numbers[range.lowerBound + row]
      toCodes[to] = fromCodes[pair]
      starts[row] = to + 1
    }
    // Each start has advanced to the next.
    for row in stride(from: range.count, to: 0, by: -1) { starts[row] = starts[row - 1] }
    starts[0] = 0
    return total
  }
}
