/// Centroids in the shape that searches read.
extension Wave {
  /// Packs the centroids of some slots, and returns the margin that serves them all.
  mutating func pack(slots: [Int], frame: Frame<Scalar>, kernels: Kernels<Scalar>) -> Margin {
    // The margin must do for the run with the farthest centroids, and with the farthest nearest.
    var (least, greatest) = (0.0, 0.0)
    hidesCentroids = false
    for slot in slots {
      let norms = pack(slot, frame: frame, kernels: kernels)
      // A copy of an earlier centroid is never the nearest, by the rule for ties; left in, it would
      // leave every row near it undecided.
      let start = slot * panelWidth
      duplicates.forEachCopy(
        in: centroids, rows: centroidRange(slot), columnCount: plan.featureCount, hashes: hashes
      ) { code in
        hidesCentroids = true
        kernels.exclude(code: code, featureCount: plan.featureCount, from: &panels, at: start)
      }
      least = max(least, norms.least)
      greatest = max(greatest, norms.greatest)
      if !norms.greatest.isFinite { hidesCentroids = true }
    }
    return Margin(
      least: least, greatest: greatest, featureCount: plan.featureCount, of: Scalar.self)
  }

  /// Packs and hashes the centroids of one slot, stretch by stretch; returns their least and greatest
  /// norm.
  private mutating func pack(
    _ slot: Int, frame: Frame<Scalar>, kernels: Kernels<Scalar>
  ) -> (least: Double, greatest: Double) {
    let (d, stretches) = (plan.featureCount, stretches(slot))
    let (start, panelStart) = (centroidRange(slot).lowerBound, slot * panelWidth)
    let threads = Workers.count(forElements: stretches.codes.count * d, limit: workers)
    // The least and greatest norm of each stretch.
    var norms = [Double](repeating: 0, count: 2 * stretches.count)
    do {
      let allNorms = DisjointTiles(norms.mutableSpan)
      let loans = packingLoans()
      stretches.forEach(workers: threads) { _, item, codes in
        let first = Kernels<Scalar>.panelCount(clusterCount: codes.lowerBound, featureCount: d)
        let last = Kernels<Scalar>.panelCount(clusterCount: codes.upperBound, featureCount: d)
        var panels = loans.panels.lend((panelStart + first)..<(panelStart + last))
        let rows = loans.centroids.extracting(
          (start + codes.lowerBound * d)..<(start + codes.upperBound * d))
        let found = kernels.pack(
          centroids: rows, clusterCount: codes.count, frame: frame, into: &panels)
        var own = allNorms.lend((2 * item)..<(2 * item + 2))
        own[0] = found.least
        own[1] = found.greatest
        var hashes = loans.hashes.lend(codes)
        for row in hashes.indices {
          hashes[row] = DuplicateRows.hash(rows.extracting((row * d)..<((row + 1) * d)))
        }
      }
    }
    let least = (0..<stretches.count).map { norms[2 * $0] }.min() ?? 0
    let greatest = (0..<stretches.count).map { norms[2 * $0 + 1] }.max() ?? 0
    return (least, greatest)
  }

  @_lifetime(&self)
  private mutating func packingLoans() -> PackingLoans<Scalar> {
    PackingLoans(
      panels: DisjointTiles(panels.mutableSpan), hashes: DisjointTiles(hashes.mutableSpan),
      centroids: centroids.span)
  }
}

/// Centroids to pack, and where to.
private struct PackingLoans<Scalar: VectorScalar>: ~Escapable, Sendable {
  let panels: DisjointTiles<Scalar>
  let hashes: DisjointTiles<UInt64>
  let centroids: Span<Scalar>

  @_lifetime(copy panels, copy hashes, copy centroids)
  init(panels: DisjointTiles<Scalar>, hashes: DisjointTiles<UInt64>, centroids: Span<Scalar>) {
    self.panels = panels
    self.hashes = hashes
    self.centroids = centroids
  }
}
