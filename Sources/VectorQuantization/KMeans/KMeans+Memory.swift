extension KMeans {
  /// The most bytes that a fit takes beside the observations and what ``pruningMemory`` allows.
  ///
  /// A little more than it will. To relocate an empty cluster takes another 12 an observation.
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
    let codebooks = clusterCount * featureCount * (4 * scalarSize + 3 * 8)
    // Codes and partial sums, which are there before the seeding.
    var bytes = plan.partialSumBytes + 4 * rowCount
    if restarts > 1 {
      let slotBytes = max(1, Self.slotBytes(of: plan))
      bytes += min(restarts, Self.waveBytes / slotBytes + 1) * slotBytes
    }
    if plan.sumsByCode {
      // The codes before, and rows sorted by code: of a window if they are read.
      let rowsAtOnce =
        resources.readWindow / max(1, featureCount * scalarSize) + plan.chunkRows * 64
      bytes += 4 * rowCount + 4 * min(rowCount, rowsAtOnce)
    }
    let chosen = chosenAlgorithm(
      rowCount: rowCount, featureCount: featureCount, scalarSize: scalarSize)
    // What else the automatic choice keeps is within `pruningMemory`.
    if algorithm != .automatic || chosen == .sorted {
      bytes += rowCount * chosen.rowBytes(featureCount: featureCount, scalarSize: scalarSize)
    }
    if startsFromGiven { return codebooks + bytes }
    return codebooks + bytes + seedingMemory(rowCount: rowCount, featureCount: featureCount)
  }

  private func seedingMemory(rowCount: Int, featureCount: Int) -> Int {
    switch initialization {
    case .points: return 0
    case .gaussian: return gaussianMemory(rowCount: rowCount, featureCount: featureCount)
    case .automatic where rowCount > resources.seedingSample:
      return 40 << 20 + 64 * clusterCount * featureCount * 8
    case .automatic, .plusPlus, .greedyPlusPlus, .parallel:
      // Squared distances, codes twice, and pairs of a row and a proposal, of which there is a limit.
      let proposals = initialization == .parallel ? 256 : min(256, 10 * clusterCount)
      return min(80 << 20 + 4 * rowCount, 64 * proposals * rowCount) + 20 * rowCount
    }
  }

  /// A covariance for each chunk, its factor, and normal numbers with what is made of them.
  private func gaussianMemory(rowCount: Int, featureCount: Int) -> Int {
    let draws = 8 << 20 + 16 * max(rowCount, featureCount)
    guard featureCount <= min(rowCount, 960) else { return draws }
    let plan = TilePlan(
      rowCount: rowCount, featureCount: featureCount, clusterCount: featureCount, scalarSize: 8)
    return draws + (plan.chunkCount + 3) * featureCount * featureCount * 8
  }

  /// The runs of a wave take at most this many bytes, unless one run takes more.
  static var waveBytes: Int { 32 << 20 }

  /// What a run of a wave takes.
  static func slotBytes(of plan: TilePlan) -> Int {
    plan.partialSumBytes + 4 * plan.clusterCount * plan.featureCount * 8
  }
}

extension KMeans {
  /// The search, with no more memory for bounds than the limit on addresses leaves.
  ///
  /// Results do not depend on it.
  ///
  /// - Parameters:
  ///   - call: The call, which was checked.
  ///   - newThreads: The maximum number of threads that are still to start.
  /// - Returns: The search; the same one if there is no limit, or the call takes little.
  /// - Throws: ``ClusteringError/outOfMemory(needed:available:)`` if the call takes more in any case.
  func limitedToAddressSpace<Scalar: VectorScalar>(
    _ call: FitCall<Scalar>, newThreads: Int
  ) throws(ClusteringError) -> KMeans {
    let n = call.source.rowCount
    let needed = workingMemory(
      rowCount: n, featureCount: call.source.columnCount, scalarSize: MemoryLayout<Scalar>.size,
      startsFromGiven: !call.starts.isEmpty)
    guard let left = try AddressSpace.check(needed, newThreads: newThreads) else { return self }
    var search = self
    search.pruningMemory = min(memoryLimit(rowCount: n), left)
    return search
  }
}
