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
  let moved: DisjointTiles<Int>
  let previousCodes: DisjointTiles<Int32>

  @_lifetime(
    copy panels, copy centroids, copy sums, copy counts, copy totals, copy figures, copy moved,
    copy previousCodes)
  init(
    plan: TilePlan, clusterCounts: [Int], panelWidth: Int, panels: Span<Scalar>,
    centroids: Span<Scalar>, sums: DisjointTiles<Double>, counts: DisjointTiles<Int64>,
    totals: DisjointTiles<Double>, figures: DisjointTiles<Double>, moved: DisjointTiles<Int>,
    previousCodes: DisjointTiles<Int32>
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
    self.moved = moved
    self.previousCodes = previousCodes
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

/// A slot's own sums, as threads that work on different codes share them.
struct SumLoans: ~Escapable, Sendable {
  private let sums: DisjointTiles<Double>
  private let counts: DisjointTiles<Int64>
  private let totals: DisjointTiles<Double>
  private let firstCode: Int
  private let featureCount: Int

  @_lifetime(copy sums, copy counts, copy totals)
  init(
    sums: DisjointTiles<Double>, counts: DisjointTiles<Int64>, totals: DisjointTiles<Double>,
    firstCode: Int, featureCount: Int
  ) {
    self.sums = sums
    self.counts = counts
    self.totals = totals
    self.firstCode = firstCode
    self.featureCount = featureCount
  }

  /// The sums of some codes, which no other thread may be lent meanwhile.
  @_lifetime(copy self)
  func sums(of codes: Range<Int>) -> PartialSums {
    let (first, last) = (firstCode + codes.lowerBound, firstCode + codes.upperBound)
    return PartialSums(
      sums: sums.lend((first * featureCount)..<(last * featureCount)),
      counts: counts.lend(first..<last), totals: totals.lend(totals.isEmpty ? 0..<0 : first..<last),
      figures: sums.lend(0..<0))
  }
}
