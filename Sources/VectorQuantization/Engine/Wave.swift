/// The runs that advance together over the same tiles, and all the memory they need.
///
/// Each run has a slot: its centroids, their packed form, and partial sums for each chunk.
/// Everything is allocated before the first iteration and reused.
struct Wave<Scalar: VectorScalar>: ~Copyable {
  let plan: TilePlan
  let isWeighted: Bool
  private let accumulates: Bool
  /// The number of centroids each run has left.
  private(set) var clusterCounts: [Int]
  /// The centroids of each run; the plan's cluster count of them, of which those dropped are garbage.
  private var centroids: [Scalar]
  private var panels: AlignedBuffer<Scalar>
  private let panelWidth: Int
  private var duplicates: DuplicateRows

  // For each slot, for each chunk, one record of PartialSums.
  private var sums: [Double]
  private var counts: [Int64]
  private var totals: [Double]
  private var figures: [Double]
  /// How many of a slot's records hold its sums.
  private var recordCounts: [Int]

  /// Allocates the memory of `slotCount` runs; without sums if they are only to assign.
  init(plan: TilePlan, slotCount: Int, isWeighted: Bool, accumulates: Bool = true) {
    self.plan = plan
    self.isWeighted = isWeighted
    self.accumulates = accumulates
    let (k, d) = (plan.clusterCount, plan.featureCount)
    clusterCounts = Array(repeating: k, count: slotCount)
    centroids = Array(repeating: 0, count: slotCount * k * d)
    // Whole cache lines, so that every slot's panels are aligned.
    panelWidth = (Kernels<Scalar>.panelCount(clusterCount: k, featureCount: d) + 15) / 16 * 16
    panels = AlignedBuffer(count: slotCount * panelWidth)
    let records = slotCount * plan.chunkCount
    sums = Array(repeating: 0, count: accumulates ? records * k * d : 0)
    counts = Array(repeating: 0, count: accumulates ? records * k : 0)
    totals = Array(repeating: 0, count: accumulates && isWeighted ? records * k : 0)
    duplicates = DuplicateRows(capacity: k)
    figures = Array(repeating: 0, count: records * 2)
    recordCounts = Array(repeating: plan.chunkCount, count: slotCount)
  }

  /// A slot's centroids, as a matrix of their own.
  func codebook(_ slot: Int) -> Matrix<Scalar> {
    Matrix(
      elements: Array(centroids[centroidRange(slot)]), rowCount: clusterCounts[slot],
      columnCount: plan.featureCount)
  }

  /// Gives a slot new centroids, at most as many as the plan has clusters.
  mutating func setCodebook(_ slot: Int, _ matrix: Matrix<Scalar>) {
    clusterCounts[slot] = matrix.rowCount
    centroids.replaceSubrange(centroidRange(slot), with: matrix.elements)
  }

  /// Packs the centroids of some slots, and returns the margin that serves them all.
  mutating func pack(slots: [Int], frame: Frame<Scalar>, kernels: Kernels<Scalar>) -> Margin {
    // The margin must do for the run with the farthest centroids, and with the farthest nearest.
    var (least, greatest) = (0.0, 0.0)
    for slot in slots {
      let start = slot * panelWidth
      let norms = kernels.pack(
        centroids: centroids, from: centroidRange(slot).lowerBound,
        clusterCount: clusterCounts[slot], frame: frame, into: &panels, at: start)
      // A copy of an earlier centroid is never the nearest, by the rule for ties; left in, it would
      // leave every row near it undecided.
      duplicates.forEachCopy(
        in: centroids, rows: centroidRange(slot), columnCount: plan.featureCount
      ) { code in
        kernels.exclude(code: code, featureCount: plan.featureCount, from: &panels, at: start)
      }
      least = max(least, norms.least)
      greatest = max(greatest, norms.greatest)
    }
    return Margin(
      least: least, greatest: greatest, featureCount: plan.featureCount, of: Scalar.self)
  }

  /// Merges the figures of a slot's chunks: the sums of squared distances and of distances, scaled.
  mutating func reduceFigures(_ slot: Int) -> (inertia: Double, distances: Double) {
    let start = slot * plan.chunkCount * 2
    Reducer.merge(&figures, from: start, chunkCount: recordCounts[slot], width: 2)
    return (figures[start], figures[start + 1])
  }

  /// Merges the sums of a slot's chunks, so that ``moveCentroids(_:frame:)`` may follow.
  ///
  /// - Returns: The codes that have no observations, or only such of weight 0.
  mutating func reduceSums(_ slot: Int) -> [Int] {
    let (k, d) = (plan.clusterCount, plan.featureCount)
    let (first, records) = (slot * plan.chunkCount, recordCounts[slot])
    Reducer.merge(&sums, from: first * k * d, chunkCount: records, width: k * d)
    Reducer.merge(&counts, from: first * k, chunkCount: records, width: k)
    if isWeighted {
      Reducer.merge(&totals, from: first * k, chunkCount: records, width: k)
    }
    return (0..<clusterCounts[slot]).filter { weight(slot, $0) == 0 }
  }

  /// The weight that a code's observations have together: their number, without weights.
  private func weight(_ slot: Int, _ code: Int) -> Double {
    let index = slot * plan.chunkCount * plan.clusterCount + code
    return isWeighted ? totals[index] : Double(counts[index])
  }

  /// Moves each centroid of a slot to the mean of its observations, after ``reduceSums(_:)``.
  ///
  /// One without observations stays where it is.
  ///
  /// - Returns: The sum of the squared distances moved, scaled; and whether none moved at all.
  mutating func moveCentroids(_ slot: Int, frame: Frame<Scalar>) -> (shift: Double, isFixed: Bool) {
    let d = plan.featureCount
    let record = slot * plan.chunkCount * plan.clusterCount
    let start = centroidRange(slot).lowerBound
    var shift = 0.0
    var isFixed = true
    for code in 0..<clusterCounts[slot] {
      let weight = weight(slot, code)
      if weight == 0 { continue }
      for feature in 0..<d {
        let index = start + code * d + feature
        let mean = Scalar(
          frame.origin[feature] + sums[(record + code) * d + feature] / weight)
        let moved = (Double(mean) - Double(centroids[index])) * frame.scale
        shift += moved * moved
        if mean != centroids[index] {
          isFixed = false
          centroids[index] = mean
        }
      }
    }
    return (shift, isFixed)
  }

  /// Removes some centroids of a slot; codes above them move down.
  mutating func drop(_ slot: Int, codes dropped: [Int]) {
    let d = plan.featureCount
    let start = centroidRange(slot).lowerBound
    let gone = Set(dropped)
    var kept = 0
    for code in 0..<clusterCounts[slot] where !gone.contains(code) {
      for feature in 0..<d {
        centroids[start + kept * d + feature] = centroids[start + code * d + feature]
      }
      kept += 1
    }
    clusterCounts[slot] = kept
  }

  /// The memory that a pass over the observations works on.
  ///
  /// - Parameters:
  ///   - slots: Those to work on.
  ///   - recordCount: How many records of partial sums it fills for each; by default one a chunk.
  @_lifetime(&self)
  mutating func loans(to slots: [Int], recordCount: Int? = nil) -> WaveLoans<Scalar> {
    for slot in slots { recordCounts[slot] = recordCount ?? plan.chunkCount }
    return WaveLoans(
      plan: plan, clusterCounts: clusterCounts, panelWidth: panelWidth, panels: panels.span,
      centroids: centroids.span, sums: DisjointTiles(sums.mutableSpan),
      counts: DisjointTiles(counts.mutableSpan), totals: DisjointTiles(totals.mutableSpan),
      figures: DisjointTiles(figures.mutableSpan))
  }

  private func centroidRange(_ slot: Int) -> Range<Int> {
    let start = slot * plan.clusterCount * plan.featureCount
    return start..<(start + clusterCounts[slot] * plan.featureCount)
  }
}

/// A wave's memory, as the workers of a pass share it: codebooks to read, partial sums to write.
struct WaveLoans<Scalar: VectorScalar>: ~Escapable, Sendable {
  let plan: TilePlan
  let clusterCounts: [Int]
  let panelWidth: Int
  let panels: Span<Scalar>
  let centroids: Span<Scalar>
  let sums: DisjointTiles<Double>
  let counts: DisjointTiles<Int64>
  let totals: DisjointTiles<Double>
  let figures: DisjointTiles<Double>

  @_lifetime(copy panels, copy centroids, copy sums, copy counts, copy totals, copy figures)
  init(
    plan: TilePlan, clusterCounts: [Int], panelWidth: Int, panels: Span<Scalar>,
    centroids: Span<Scalar>, sums: DisjointTiles<Double>, counts: DisjointTiles<Int64>,
    totals: DisjointTiles<Double>, figures: DisjointTiles<Double>
  ) {
    self.plan = plan
    self.clusterCounts = clusterCounts
    self.panelWidth = panelWidth
    self.panels = panels
    self.centroids = centroids
    self.sums = sums
    self.counts = counts
    self.totals = totals
    self.figures = figures
  }

  /// A slot's codebook.
  @_lifetime(copy self)
  func codebook(_ slot: Int) -> PackedCodebook<Scalar> {
    let (k, d) = (plan.clusterCount, plan.featureCount)
    let start = slot * k * d
    return PackedCodebook(
      panels: panels.extracting((slot * panelWidth)..<((slot + 1) * panelWidth)),
      centroids: MatrixSpan(
        centroids.extracting(start..<(start + clusterCounts[slot] * d)),
        rows: clusterCounts[slot], columns: d))
  }

  /// The partial sums of a chunk, for a slot.
  @_lifetime(copy self)
  func partialSums(_ slot: Int, chunk: Int) -> PartialSums {
    let (k, d) = (plan.clusterCount, plan.featureCount)
    let number = slot * plan.chunkCount + chunk
    func record(_ width: Int) -> Range<Int> { (number * width)..<((number + 1) * width) }
    return PartialSums(
      sums: sums.lend(sums.isEmpty ? 0..<0 : record(k * d)),
      counts: counts.lend(counts.isEmpty ? 0..<0 : record(k)),
      totals: totals.lend(totals.isEmpty ? 0..<0 : record(k)), figures: figures.lend(record(2)))
  }
}
