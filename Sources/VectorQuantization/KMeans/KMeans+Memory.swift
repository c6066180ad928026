extension KMeans {
  /// The most bytes that a fit takes beside the observations and what ``pruningMemory`` allows; a little
  /// more than it will.
  ///
  /// - Parameters:
  ///   - rowCount: The number of observations.
  ///   - featureCount: The number of features.
  ///   - scalarSize: The size of the scalar that is computed in.
  ///   - startsFromGiven: Whether starting centroids are given.
  /// - Returns: The bytes.
  package func workingMemory(
    rowCount: Int, featureCount: Int, scalarSize: Int, startsFromGiven: Bool
  ) -> Int {
    let plan = TilePlan.iterating(
      rowCount: rowCount, featureCount: featureCount, clusterCount: clusterCount,
      scalarSize: scalarSize)
    // Centroids, packed and not, in the wave and in results, and sums of them.
    let codebooks = clusterCount * featureCount * (6 * scalarSize + 8)
    // There once seeding is over.
    var bytes = plan.partialSumBytes + 4 * rowCount
    if restarts > 1 { bytes += 32 << 20 }
    if plan.sumsByCode {
      // The codes before, and rows sorted by code: of a window if they are read.
      let rowsAtOnce =
        resources.readWindow / max(1, featureCount * scalarSize) + plan.chunkRows * 64
      bytes += 4 * rowCount + 4 * min(rowCount, rowsAtOnce)
    }
    let algorithm = chosenAlgorithm(
      rowCount: rowCount, featureCount: featureCount, scalarSize: scalarSize)
    if algorithm == .sorted { bytes += rowCount * (4 * scalarSize + 2) }
    let seeding =
      startsFromGiven ? 0 : seedingMemory(rowCount: rowCount, featureCount: featureCount)
    // Of several restarts the later are seeded while codes are kept.
    return codebooks + (restarts > 1 ? bytes + seeding : max(bytes, seeding))
  }

  private func seedingMemory(rowCount: Int, featureCount: Int) -> Int {
    switch initialization {
    case .points: return 0
    case .gaussian: return 64 << 20
    case .automatic where rowCount > resources.seedingSample:
      return 40 << 20 + 64 * clusterCount * featureCount * 8
    case .automatic, .plusPlus, .greedyPlusPlus, .parallel:
      // Squared distances, and pairs of a row and a proposal.
      return 48 << 20 + 16 * rowCount
    }
  }
}
