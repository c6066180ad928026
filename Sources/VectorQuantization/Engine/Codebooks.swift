/// The centroids of the runs of a wave, unpacked and packed.
///
/// Centroids are `Double` for every scalar type: a mean has more digits than the numbers it
/// averages, and far from 0 those digits distinguish the clusters.
struct Codebooks<Scalar: VectorScalar>: ~Copyable, Sendable {
  let metric: KMeans.Metric
  let frame: Frame<Scalar>
  /// The maximum number of centroids of a run.
  let capacity: Int
  /// The maximum number of threads for work on centroids.
  let workers: Int
  /// The current number of centroids of each run.
  private(set) var clusterCounts: [Int]
  /// The memory for the centroids of each run: `capacity` rows, of which the rows of dropped
  /// centroids hold garbage.
  private var centroids: TileMemory<Double>
  private var panels: TileMemory<Scalar>
  private let duplicates: DuplicateRows
  /// Two numbers for each range of codes, written by the worker that processes the range.
  let notes: TileMemory<Double>
  private var margin = Margin.none
  /// The centroids rounded to bytes, where that pays.
  private var rounded: RoundedPanels
  /// Whether the last packing hid a centroid from the search, because it is a copy of another one
  /// or too far away.
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
    panels = TileMemory(
      count: slotCount * Self.panelWidth(clusterCount: k, featureCount: d))
    duplicates = DuplicateRows(capacity: k)
    rounded = RoundedPanels(slotCount: slotCount, plan: input.plan)
    notes = TileMemory(count: 3 * CodeStretches(codes: 0..<k, featureCount: d).count)
  }

  var featureCount: Int { frame.shift.count }

  private var panelWidth: Int {
    Self.panelWidth(clusterCount: capacity, featureCount: featureCount)
  }

  /// The scalars of one run's panels.
  ///
  /// A multiple of the cache line, so that every run's panels are aligned.
  private static func panelWidth(clusterCount: Int, featureCount: Int) -> Int {
    let count = Kernels<Scalar>.panelCount(clusterCount: clusterCount, featureCount: featureCount)
    return (count + 15) / 16 * 16
  }

  /// A run's centroids, read-only.
  @_lifetime(borrow self)
  func centroids(_ slot: Int) -> MatrixSpan<Double> {
    MatrixSpan(
      centroids.view(range(slot)), rows: clusterCounts[slot], columns: featureCount)
  }

  /// One centroid of a run, writable.
  @_lifetime(borrow self)
  func centroid(_ code: Int, slot: Int) -> MutableSpan<Double> {
    let start = (slot * capacity + code) * featureCount
    return centroids.lend(start..<(start + featureCount))
  }

  /// A copy of a run's centroids.
  func matrix(_ slot: Int) -> Matrix<Double> { Matrix(copying: centroids(slot)) }

  /// Sets the centroids of a run: at most `capacity` rows.
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

  /// Rounds a run's centroids to the scalar type, because `fit` returns them in it.
  ///
  /// - Returns: True if rounding changed no centroid.
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

  /// Removes some centroids of a run, and closes the gaps: higher codes move down.
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

  /// A run's codes, divided into ranges of whole panels.
  ///
  /// Each range is enough work for one thread.
  func stretches(_ slot: Int) -> CodeStretches {
    CodeStretches(codes: 0..<clusterCounts[slot], featureCount: featureCount)
  }

  /// A run's packed codebook.
  @_lifetime(borrow self)
  func packed(_ slot: Int) -> PackedCodebook<Scalar> {
    PackedCodebook(
      panels: panels.view((slot * panelWidth)..<((slot + 1) * panelWidth)),
      centroids: centroids(slot), frame: frame.span, margin: margin,
      rounded: rounded.codebook(slot))
  }

  /// The elements of a run's centroids.
  private func range(_ slot: Int) -> Range<Int> {
    let start = slot * capacity * featureCount
    return start..<(start + clusterCounts[slot] * featureCount)
  }
}

// Packing.
extension Codebooks {
  /// Packs the centroids of some runs, with one margin that is valid for all of them.
  ///
  /// If the team is stopped, the packed codebooks are garbage.
  mutating func pack(_ slots: [Int], by team: Team<Scalar>) {
    // The margin must hold for the run with the largest norm, and for the run with the largest
    // minimum norm.
    var all: NormRange = (0, 0)
    var coarseness = 0.0
    hidesCentroids = false
    rounded.prepare(team.kernels)
    for slot in slots {
      let norms = packStretches(slot, by: team)
      coarseness = max(coarseness, notedCoarseness(slot))
      hideCopies(slot, by: team)
      all = (max(all.minimum, norms.minimum), max(all.maximum, norms.maximum))
      if !norms.maximum.isFinite { hidesCentroids = true }
    }
    margin = Margin(all, featureCount: featureCount, of: Scalar.self)
    rounded.margin = Margin(
      all, featureCount: featureCount, of: Float.self, coarseness: coarseness)
  }

  /// Hides copies of centroids from the search.
  ///
  /// A copy of an earlier centroid is never the nearest, by the rule for ties. If copies took part
  /// in the search, every row near them would be a near tie.
  private mutating func hideCopies(_ slot: Int, by team: Team<Scalar>) {
    var copies: [Int] = []
    duplicates.forEachCopy(in: centroids(slot), stop: team.stop) {
      copies.append($0)
    }
    if copies.isEmpty { return }
    hidesCentroids = true
    var own = panels.lend((slot * panelWidth)..<((slot + 1) * panelWidth))
    for code in copies { team.kernels.exclude(code: code, featureCount: featureCount, from: &own) }
    if rounded.isEmpty { return }
    var bytes = rounded.lend(0..<clusterCounts[slot], slot: slot)
    for code in copies {
      RoundedCodebook.exclude(code: code, featureCount: featureCount, from: &bytes)
    }
  }

  /// The codes of a run's centroids without copies of an earlier centroid: copies are never
  /// nearest.
  func distinctCodes(_ slot: Int) -> [Int32] {
    for code in 0..<clusterCounts[slot] {
      var hash = duplicates.hashes.lend(code..<(code + 1))
      hash[0] = DuplicateRows.hash(centroids(slot)[row: code])
    }
    var isCopy = [Bool](repeating: false, count: clusterCounts[slot])
    duplicates.forEachCopy(in: centroids(slot)) { isCopy[$0] = true }
    return isCopy.indices.filter { !isCopy[$0] }.map { Int32($0) }
  }

  /// The largest share of a norm that rounding a run's centroids to bytes lost.
  private func notedCoarseness(_ slot: Int) -> Double {
    if rounded.isEmpty { return 0 }
    let (count, all) = (stretches(slot).count, notes.span)
    return (0..<count).map { all[2 * count + $0] }.max() ?? 0
  }

  /// Packs and hashes the centroids of one run, and returns their minimum and maximum norm.
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
      if !rounded.isEmpty {
        var bytes = rounded.lend(codes, slot: slot)
        var coarseness = notes.lend((2 * stretches.count + item)..<(2 * stretches.count + item + 1))
        coarseness[0] = team.kernels.round(
          centroids: rows.elements, clusterCount: codes.count, frame: frame.span, into: &bytes)
      }
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
