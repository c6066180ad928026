extension Wave {
  /// The centroids of all slots to read, and their own sums to write.
  @_lifetime(&self)
  mutating func slotLoans() -> SlotLoans<Scalar> {
    SlotLoans(
      plan: plan, clusterCounts: clusterCounts, centroids: centroids.span,
      sums: DisjointTiles(sums.mutableSpan), counts: DisjointTiles(counts.mutableSpan),
      totals: DisjointTiles(totals.mutableSpan), figures: DisjointTiles(figures.mutableSpan))
  }
}

/// A wave's memory, as workers share it of which each has a slot to itself.
struct SlotLoans<Scalar: VectorScalar>: ~Escapable, Sendable {
  private let plan: TilePlan
  private let clusterCounts: [Int]
  private let allCentroids: Span<Scalar>
  private let allSums: DisjointTiles<Double>
  private let counts: DisjointTiles<Int64>
  private let totals: DisjointTiles<Double>
  private let figures: DisjointTiles<Double>

  @_lifetime(copy centroids, copy sums, copy counts, copy totals, copy figures)
  init(
    plan: TilePlan, clusterCounts: [Int], centroids: Span<Scalar>, sums: DisjointTiles<Double>,
    counts: DisjointTiles<Int64>, totals: DisjointTiles<Double>, figures: DisjointTiles<Double>
  ) {
    self.plan = plan
    self.clusterCounts = clusterCounts
    self.allCentroids = centroids
    self.allSums = sums
    self.counts = counts
    self.totals = totals
    self.figures = figures
  }

  /// A slot's centroids.
  @_lifetime(copy self)
  func centroids(_ slot: Int) -> MatrixSpan<Scalar> {
    let (d, count) = (plan.featureCount, clusterCounts[slot])
    let start = slot * plan.clusterCount * d
    return MatrixSpan(
      allCentroids.extracting(start..<(start + count * d)), rows: count, columns: d)
  }

  /// A slot's own sums, with the figures of all its chunks.
  @_lifetime(copy self)
  func sums(_ slot: Int) -> PartialSums {
    let k = plan.clusterCount
    func record(_ width: Int) -> Range<Int> { (slot * width)..<((slot + 1) * width) }
    return PartialSums(
      sums: allSums.lend(record(k * plan.featureCount)), counts: counts.lend(record(k)),
      totals: totals.lend(totals.isEmpty ? 0..<0 : record(k)),
      figures: figures.lend(record(2 * plan.chunkCount)))
  }
}
