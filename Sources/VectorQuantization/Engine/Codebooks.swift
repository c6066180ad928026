/// The centroids of the runs of a wave, as they are and packed.
///
/// They are `Double` whatever the scalar: a mean has more digits than the numbers it is the mean of, and
/// far from 0 those digits are what tells clusters apart.
struct Codebooks<Scalar: VectorScalar>: ~Copyable, Sendable {
  let metric: KMeans.Metric
  let frame: Frame<Scalar>
  /// The most centroids that a run has.
  let capacity: Int
  /// The most threads for work on centroids.
  let workers: Int
  /// The number of centroids each run has left.
  private(set) var clusterCounts: [Int]
  /// The centroids of each run, `capacity` of them, of which those dropped are garbage.
  private var centroids: TileMemory<Double>
  private var panels: TileMemory<Scalar>
  private let panelWidth: Int
  private let duplicates: DuplicateRows
  /// Two numbers for each stretch of codes, that whoever works on it notes.
  let notes: TileMemory<Double>
  private var margin = Margin.none
  /// Whether some centroid that was packed last is never found: a copy of another, or too far out.
  private(set) var hidesCentroids = false

  /// Allocates the codebooks of `slotCount` runs.
  init(_ input: borrowing FitInput<Scalar>, slotCount: Int, workers: Int) {
    let (k, d) = (input.plan.clusterCount, input.plan.featureCount)
    metric = input.metric
    frame = input.frame
    capacity = k
    self.workers = workers
    clusterCounts = Array(repeating: k, count: slotCount)
    centroids = TileMemory(count: slotCount * k * d)
    // Whole cache lines, so that every run's panels are aligned.
    panelWidth = (Kernels<Scalar>.panelCount(clusterCount: k, featureCount: d) + 15) / 16 * 16
    panels = TileMemory(count: slotCount * panelWidth)
    duplicates = DuplicateRows(capacity: k)
    notes = TileMemory(count: 2 * CodeStretches(codes: 0..<k, featureCount: d).count)
  }

  var featureCount: Int { frame.shift.count }

  /// A run's centroids, to read.
  @_lifetime(borrow self)
  func centroids(_ slot: Int) -> MatrixSpan<Double> {
    MatrixSpan(
      centroids.view(range(slot)), rows: clusterCounts[slot], columns: featureCount)
  }

  /// One of a run's centroids, to change.
  @_lifetime(borrow self)
  func centroid(_ code: Int, slot: Int) -> MutableSpan<Double> {
    let start = (slot * capacity + code) * featureCount
    return centroids.lend(start..<(start + featureCount))
  }

  /// A run's centroids, as a matrix of their own.
  func matrix(_ slot: Int) -> Matrix<Double> { Matrix(copying: centroids(slot)) }

  /// Gives a run new centroids, at most as many as there is room for.
  mutating func set<Given: VectorScalar>(_ slot: Int, to matrix: MatrixSpan<Given>) {
    clusterCounts[slot] = matrix.rowCount
    fill(slot, from: matrix)
  }

  private func fill<Given: VectorScalar>(_ slot: Int, from matrix: MatrixSpan<Given>) {
    let threads = Workers.count(
      forElements: matrix.rowCount * matrix.columnCount, limit: workers)
    stretches(slot).forEach(workers: threads) { _, _, codes in
      for code in codes {
        let from = matrix[row: code]
        var to = centroid(code, slot: slot)
        for feature in from.indices { to[feature] = Double(from[feature]) }
      }
    }
  }

  /// Rounds a run's centroids to the scalar, as they are returned.
  ///
  /// - Returns: Whether that changed none.
  mutating func round(_ slot: Int) -> Bool {
    if Scalar.self == Double.self { return true }
    var isExact = true
    for code in 0..<clusterCounts[slot] {
      var centroid = centroid(code, slot: slot)
      for feature in centroid.indices {
        let rounded = Double(Scalar(centroid[feature]))
        if rounded != centroid[feature] { isExact = false }
        centroid[feature] = rounded
      }
    }
    return isExact
  }

  /// Removes some centroids of a run; codes above them move down.
  mutating func drop(_ dropped: [Int], slot: Int) {
    let gone = Set(dropped)
    var kept = 0
    for code in 0..<clusterCounts[slot] where !gone.contains(code) {
      let from = centroids(slot)[row: code]
      var to = centroid(kept, slot: slot)
      for feature in from.indices { to[feature] = from[feature] }
      kept += 1
    }
    clusterCounts[slot] = kept
  }

  /// A run's codes in stretches of whole panels, each enough work for one thread.
  func stretches(_ slot: Int) -> CodeStretches {
    CodeStretches(codes: 0..<clusterCounts[slot], featureCount: featureCount)
  }

  /// A run's codebook as it was packed.
  @_lifetime(borrow self)
  func packed(_ slot: Int) -> PackedCodebook<Scalar> {
    PackedCodebook(
      panels: panels.view((slot * panelWidth)..<((slot + 1) * panelWidth)),
      centroids: centroids(slot), frame: frame.span, margin: margin)
  }

  /// The elements of a run's centroids.
  private func range(_ slot: Int) -> Range<Int> {
    let start = slot * capacity * featureCount
    return start..<(start + clusterCounts[slot] * featureCount)
  }
}

// Packing.
extension Codebooks {
  /// Packs the centroids of some runs, with a margin that serves them all.
  ///
  /// Once the team is stopped, what is packed is garbage.
  mutating func pack(_ slots: [Int], by team: Team<Scalar>) {
    // The margin must do for the run with the farthest centroids, and with the farthest nearest.
    var all: NormRange = (0, 0)
    hidesCentroids = false
    for slot in slots {
      let norms = packStretches(slot, by: team)
      hideCopies(slot, by: team)
      all = (max(all.minimum, norms.minimum), max(all.maximum, norms.maximum))
      if !norms.maximum.isFinite { hidesCentroids = true }
    }
    margin = Margin(all, featureCount: featureCount, of: Scalar.self)
  }

  /// Hides the copies of centroids.
  ///
  /// A copy of an earlier centroid is never the nearest, by the rule for ties; left in, it would leave
  /// every row near it undecided.
  private mutating func hideCopies(_ slot: Int, by team: Team<Scalar>) {
    var copies: [Int] = []
    duplicates.forEachCopy(in: centroids(slot), stop: team.stop) {
      copies.append($0)
    }
    if copies.isEmpty { return }
    hidesCentroids = true
    var own = panels.lend((slot * panelWidth)..<((slot + 1) * panelWidth))
    for code in copies { team.kernels.exclude(code: code, featureCount: featureCount, from: &own) }
  }

  /// The codes of a run's centroids, except for copies of an earlier one, which are never nearest.
  func distinctCodes(_ slot: Int) -> [Int32] {
    for code in 0..<clusterCounts[slot] {
      var hash = duplicates.hashes.lend(code..<(code + 1))
      hash[0] = DuplicateRows.hash(centroids(slot)[row: code])
    }
    var isCopy = [Bool](repeating: false, count: clusterCounts[slot])
    duplicates.forEachCopy(in: centroids(slot)) { isCopy[$0] = true }
    return isCopy.indices.filter { !isCopy[$0] }.map { Int32($0) }
  }

  /// Packs and hashes the centroids of one run, stretch by stretch; returns their smallest and largest
  /// norm.
  private func packStretches(_ slot: Int, by team: Team<Scalar>) -> NormRange {
    let (d, stretches, panelStart) = (featureCount, stretches(slot), slot * panelWidth)
    let threads = Workers.count(forElements: stretches.codes.count * d, limit: workers)
    stretches.forEach(workers: threads, stop: team.stop) { _, item, codes in
      let first = Kernels<Scalar>.panelCount(clusterCount: codes.lowerBound, featureCount: d)
      let last = Kernels<Scalar>.panelCount(clusterCount: codes.upperBound, featureCount: d)
      var panels = panels.lend((panelStart + first)..<(panelStart + last))
      let rows = centroids(slot).rows(codes)
      let found = team.kernels.pack(
        centroids: rows.elements, clusterCount: codes.count, frame: frame.span, into: &panels)
      var own = notes.lend((2 * item)..<(2 * item + 2))
      (own[0], own[1]) = (found.minimum, found.maximum)
      var hashes = duplicates.hashes.lend(codes)
      for row in hashes.indices { hashes[row] = DuplicateRows.hash(rows[row: row]) }
    }
    let all = notes.span
    return (
      minimum: (0..<stretches.count).map { all[2 * $0] }.min() ?? 0,
      maximum: (0..<stretches.count).map { all[2 * $0 + 1] }.max() ?? 0
    )
  }
}
