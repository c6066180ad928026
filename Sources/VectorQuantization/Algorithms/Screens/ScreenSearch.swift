internal import CVQKernels

/// One worker's workspace, and the search for the centroids that may lie within a distance of a row, by
/// projections alone.
///
/// No centroid that lies within the distance is missed. Which others come up differs between kernel
/// sets, so what is made of the pairs must not depend on them: measure each in full.
///
/// `begin` takes the rows; `find` then searches a batch of them at a time, which keeps the pairs in a
/// cache. Nothing is allocated after `init`.
struct ScreenSearch: ~Copyable, Sendable {
  private let kernels: Kernels<Float>
  private let frame: Frame<Float>
  private let slack: ScreenSlack
  // Of all rows that `begin` took, in their order.
  private let gathered: TileMemory<Float>
  private var packed: PackedRows<Float>
  private var squared: [Double]
  private var numbers: [UInt32]
  private var verdicts: Verdicts<Float>
  // What the kernel reports of one batch.
  private var found: ScreenOutput

  /// The pairs of the last batch, of which the first `pairCount` are in use.
  ///
  /// Rows go by the number that `begin` was given. The pairs of one row lie together, by ascending code,
  /// and rows come in the order given.
  private let grouped: ScreenOutput
  private(set) var pairCount = 0
  /// Where the pairs of each row of the batch begin, and where those of the last end.
  private let allStarts: TileMemory<Int>

  /// Rows in a batch.
  static var batchRows: Int { Kernels<Float>.screenRows }

  /// Allocates what searches of at most `tileRows` rows among `clusterCount` centroids take.
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

  /// Guesses the codes of a whole tile: those of the centroids whose projections are nearest.
  mutating func guess(
    _ rows: Range<Int>, in projection: borrowing Projection, among centroids: PackedProjections,
    codes: borrowing TileMemory<Int32>
  ) {
    packed.count = rows.count
    kernels.pack(projection.rows.span.rows(rows), frame: frame.span, margin: .none, into: packed)
    // Codes that are undecided do for a guess.
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

  /// How many batches the rows make.
  var batchCount: Int { (rowCount + Self.batchRows - 1) / Self.batchRows }

  /// Takes the rows to search for.
  ///
  /// - Parameters:
  ///   - open: The rows' numbers in the tile, ascending; and for each the squared distance within which
  ///     centroids are looked for, as `Kernels.distances` computes it. Zero finds the centroids that a
  ///     row lies on.
  ///   - first: The tile's first observation.
  ///   - projection: All observations' projections.
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
  ///   - batch: Which of the `batchCount`.
  ///   - centroids: The centroids' projections.
  /// - Returns: The position of the batch's first row among those given to `begin`.
  mutating func find(batch: Int, among centroids: PackedProjections) -> Int {
    let first = batch * Self.batchRows
    let range = first..<min(first + Self.batchRows, rowCount)
    let count = kernels.screen(
      range, of: packed, ahead: Span(), among: centroids.codebook, into: found)
    pairCount = group(count, from: range, isExcluded: centroids.isExcluded)
    return first
  }

  /// Brings the pairs of each row together, without those that are not to be found, and returns how many
  /// there are.
  private func group(_ count: Int, from range: Range<Int>, isExcluded: Span<Bool>) -> Int {
    let (fromRows, fromCodes, numbers) = (found.rows.span, found.codes.span, numbers.span)
    var toRows = grouped.rows.lent
    var toCodes = grouped.codes.lent
    var starts = allStarts.lent
    for row in starts.indices { starts[row] = 0 }
    // Only a row without a limit finds what is excluded.
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
    // Each start has moved on to the next.
    for row in stride(from: range.count, to: 0, by: -1) { starts[row] = starts[row - 1] }
    starts[0] = 0
    return total
  }
}
