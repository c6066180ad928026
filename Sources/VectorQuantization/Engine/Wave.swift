/// The runs that advance together over the same tiles, and all the memory they need.
///
/// Each run has a slot: its centroids, their packed form, its sums, and partial sums for each chunk.
/// Everything is allocated before the first iteration and reused.
struct Wave<Scalar: VectorScalar>: ~Copyable {
  let plan: TilePlan
  let isWeighted: Bool
  /// The most threads for work on centroids.
  let workers: Int
  /// The number of centroids each run has left.
  var clusterCounts: [Int]
  /// The centroids of each run; the plan's cluster count of them, of which those dropped are garbage.
  var centroids: [Scalar]
  var panels: AlignedBuffer<Scalar>
  let panelWidth: Int
  var duplicates: DuplicateRows
  /// For each centroid of one slot, what copies of it share.
  var hashes: [UInt64]
  /// Whether some centroid that was packed last is never found: a copy of another, or too far out.
  var hidesCentroids = false

  // For each slot, one record of PartialSums: of all observations, as far as they were added up.
  var sums: AlignedBuffer<Double>
  var counts: [Int64]
  var totals: [Double]

  // For each slot, for each chunk, one record of PartialSums; if sums are formed by code, only
  // figures.
  var chunkSums: AlignedBuffer<Double>
  var chunkCounts: [Int64]
  var chunkTotals: [Double]
  var figures: [Double]
  /// For each chunk, how many codes changed; for a single slot whose codes are kept.
  var moved: [Int]

  /// The rows of each code, and every observation's code before the last pass: if sums are formed by
  /// code.
  var members: RowsByCode
  var previousCodes: [Int32]

  /// Allocates the memory of `slotCount` runs; without sums if they are only to assign.
  init(
    plan: TilePlan, slotCount: Int, isWeighted: Bool, accumulates: Bool = true, workers: Int = 1
  ) {
    self.plan = plan
    self.isWeighted = isWeighted
    self.workers = workers
    let (k, d) = (plan.clusterCount, plan.featureCount)
    clusterCounts = Array(repeating: k, count: slotCount)
    centroids = Array(repeating: 0, count: slotCount * k * d)
    // Whole cache lines, so that every slot's panels are aligned.
    panelWidth = (Kernels<Scalar>.panelCount(clusterCount: k, featureCount: d) + 15) / 16 * 16
    panels = AlignedBuffer(count: slotCount * panelWidth)
    duplicates = DuplicateRows(capacity: k)
    hashes = Array(repeating: 0, count: k)

    let slots = accumulates ? slotCount : 0
    // At cache lines, so that eight features of a sum are in one and not in two.
    sums = AlignedBuffer(count: slots * k * d)
    counts = Array(repeating: 0, count: slots * k)
    totals = Array(repeating: 0, count: isWeighted ? slots * k : 0)
    let records = plan.sumsByCode ? 0 : slots * plan.chunkCount
    chunkSums = AlignedBuffer(count: records * k * d)
    chunkCounts = Array(repeating: 0, count: records * k)
    chunkTotals = Array(repeating: 0, count: isWeighted ? records * k : 0)
    figures = Array(repeating: 0, count: slotCount * plan.chunkCount * 2)
    moved = Array(repeating: 0, count: plan.chunkCount)
    let sumsByCode = accumulates && plan.sumsByCode
    members = RowsByCode(clusterCount: k)
    previousCodes = Array(repeating: 0, count: sumsByCode ? plan.rowCount : 0)
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

  /// Merges the figures of a slot's chunks: the sums of squared distances and of distances, scaled.
  mutating func reduceFigures(_ slot: Int) -> (inertia: Double, distances: Double) {
    let start = slot * plan.chunkCount * 2
    Reducer.merge(&figures, from: start, chunkCount: plan.chunkCount, width: 2)
    return (figures[start], figures[start + 1])
  }

  /// How many codes the last pass changed.
  var movedCount: Int { moved.reduce(0, +) }

  /// The elements of a slot's centroids.
  func centroidRange(_ slot: Int) -> Range<Int> {
    let start = slot * plan.clusterCount * plan.featureCount
    return start..<(start + clusterCounts[slot] * plan.featureCount)
  }

  /// The memory that a pass over the observations works on.
  @_lifetime(&self)
  mutating func loans() -> WaveLoans<Scalar> {
    WaveLoans(
      plan: plan, clusterCounts: clusterCounts, panelWidth: panelWidth, panels: panels.span,
      centroids: centroids.span, sums: DisjointTiles(chunkSums.mutableSpan),
      counts: DisjointTiles(chunkCounts.mutableSpan),
      totals: DisjointTiles(chunkTotals.mutableSpan), figures: DisjointTiles(figures.mutableSpan),
      moved: DisjointTiles(moved.mutableSpan),
      previousCodes: DisjointTiles(previousCodes.mutableSpan))
  }
}
