internal import CVQKernels

/// One worker's scratch, and the search for the centroids that may lie within a distance of a row, by
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
  private let margin: Margin
  private let slack: ScreenSlack
  private let scoreSlack: ScoreSlack
  private let width: Int
  // Of all rows that `begin` took, in their order.
  private var gathered: [Float]
  private var groups: AlignedBuffer<Float>
  private var squared: [Double]
  private var limits: AlignedBuffer<Float>
  private var numbers: [UInt32]
  private var undecided: [UndecidedRow]
  private(set) var rowCount = 0
  // What the kernel reports of one batch.
  private var foundRows: [UInt32]
  private var foundCodes: [Int32]

  /// The pairs of the last batch, of which the first `pairCount` are in use.
  ///
  /// Rows go by the number that `begin` was given. The pairs of one row lie together, by ascending code,
  /// and rows come in the order given.
  private(set) var rows: [UInt32]
  private(set) var codes: [Int32]
  private(set) var pairCount = 0
  /// Where the pairs of each row of the batch begin, and where those of the last end.
  private(set) var starts: [Int]

  /// Rows in a batch.
  static var batchRows: Int { Kernels<Float>.screenRows }

  /// Allocates what searches of at most `tileRows` rows among `clusterCount` centroids take.
  init(kernels: Kernels<Float>, subspace: Subspace, tileRows: Int, clusterCount: Int) {
    let padded = Kernels<Float>.paddedRowCount(tileRows)
    width = subspace.width
    self.kernels = kernels
    frame = .identity(featureCount: width)
    margin = Margin(least: 0, greatest: 0, featureCount: width, of: Float.self)
    slack = subspace.slack
    scoreSlack = ScoreSlack(featureCount: width, of: Float.self)
    gathered = Array(repeating: 0, count: tileRows * width)
    groups = AlignedBuffer(count: padded * width)
    squared = Array(repeating: 0, count: tileRows)
    limits = AlignedBuffer(count: padded)
    numbers = Array(repeating: 0, count: tileRows)
    undecided = Array(repeating: UndecidedRow(), count: tileRows)
    let pairs = Self.batchRows * clusterCount
    foundRows = Array(repeating: 0, count: pairs)
    foundCodes = Array(repeating: 0, count: pairs)
    rows = Array(repeating: 0, count: pairs)
    codes = Array(repeating: 0, count: pairs)
    starts = Array(repeating: 0, count: Self.batchRows + 1)
  }

  /// Guesses the codes of a whole tile: those of the centroids whose projections are nearest.
  mutating func guess(
    _ rows: Range<Int>, in projection: borrowing Projection, among centroids: PackedProjections,
    codes: inout [Int32]
  ) {
    kernels.pack(
      projection.rows.span.rows(rows), frame: frame, margin: margin, into: &groups,
      margins: &limits)
    var noGaps: [Float] = []
    // Codes that are undecided do for a guess.
    _ = kernels.nearest(
      rowCount: rows.count, in: groups, margins: limits, ahead: Span(), to: centroids.codebook,
      codes: &codes, undecided: &undecided, gaps: &noGaps)
  }

  /// How many batches the rows make.
  var batchCount: Int { (rowCount + Self.batchRows - 1) / Self.batchRows }

  /// Takes the rows to search for.
  ///
  /// - Parameters:
  ///   - numbers: The rows' numbers in the tile, ascending.
  ///   - count: How many of `numbers` there are.
  ///   - first: The tile's first observation.
  ///   - squared: For each of `numbers`, the squared distance within which centroids are looked for, as
  ///     `Kernels.distances` computes it. Zero finds the centroids that a row lies on.
  ///   - projection: All observations' projections.
  mutating func begin(
    _ numbers: Span<UInt32>, count: Int, from first: Int, within squared: Span<Double>,
    in projection: borrowing Projection
  ) {
    let all = projection.rows.span
    let norms = projection.norms.span
    rowCount = count
    for position in 0..<count {
      let number = numbers[position]
      self.numbers[position] = number
      self.squared[position] = slack.squaredLimit(
        within: squared[position], norm: norms[first + Int(number)])
    }
    guard count > 0 else { return }
    let (start, end) = (first + Int(numbers[0]), first + Int(numbers[count - 1]) + 1)
    if end - start == count {
      kernels.pack(
        all.rows(start..<end), frame: frame, margin: margin, into: &groups, margins: &limits)
    } else {
      Self.gather(all, numbers: numbers, count: count, from: first, into: &gathered)
      let rows = gathered
      kernels.pack(
        MatrixSpan(rows.span, rows: count, columns: width), frame: frame, margin: margin,
        into: &groups, margins: &limits)
    }
    let squaredLimits = self.squared
    kernels.limits(
      rowCount: count, featureCount: width, in: groups, squared: squaredLimits.span,
      slack: scoreSlack, into: &limits)
  }

  /// Copies rows one after the other.
  private static func gather(
    _ all: MatrixSpan<Float>, numbers: Span<UInt32>, count: Int, from first: Int,
    into gathered: inout [Float]
  ) {
    var to = gathered.mutableSpan
    let width = all.columnCount
    for position in 0..<count {
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
  ///   - ahead: What is wanted next, brought into the cache meanwhile.
  /// - Returns: The position of the batch's first row among those given to `begin`.
  mutating func find(
    batch: Int, among centroids: PackedProjections, ahead: Span<Float>
  ) -> Int {
    let first = batch * Self.batchRows
    let range = first..<min(first + Self.batchRows, rowCount)
    let found = kernels.screen(
      range, in: groups, limits: limits, ahead: ahead, codebook: centroids.codebook,
      rows: &foundRows, codes: &foundCodes)
    pairCount = Self.group(
      rows: foundRows, codes: foundCodes, count: found, numbers: numbers, from: range,
      isExcluded: centroids.isExcluded, into: &rows, &codes, starts: &starts)
    return first
  }

  /// Brings the pairs of each row together, without those that are not to be found, and returns how many
  /// there are.
  private static func group(
    rows: [UInt32], codes: [Int32], count: Int, numbers allNumbers: [UInt32],
    from range: Range<Int>,
    isExcluded: Span<Bool>, into groupedRows: inout [UInt32], _ groupedCodes: inout [Int32],
    starts allStarts: inout [Int]
  ) -> Int {
    let fromRows = rows.span
    let fromCodes = codes.span
    let numbers = allNumbers.span
    var toRows = groupedRows.mutableSpan
    var toCodes = groupedCodes.mutableSpan
    var starts = allStarts.mutableSpan
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
