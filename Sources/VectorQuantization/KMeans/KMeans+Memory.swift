extension KMeans {
  /// Returns an upper bound on the memory of a fit, without the observations and ``pruningMemory``.
  ///
  /// The bound is slightly more than the fit uses. Relocating an empty cluster takes another 12
  /// bytes for each observation, which are not included.
  ///
  /// - Parameters:
  ///   - rowCount: The number of observations.
  ///   - featureCount: The number of features.
  ///   - scalarSize: The size in bytes of the scalar of the computation.
  ///   - startsFromGiven: Whether the caller gives the starting centroids.
  /// - Returns: The number of bytes.
  package func workingMemory(
    rowCount: Int, featureCount: Int, scalarSize: Int, startsFromGiven: Bool
  ) -> Int {
    let plan = TilePlan.iterating(
      rowCount: rowCount, featureCount: featureCount, clusterCount: clusterCount,
      scalarSize: scalarSize)
    // Centroids, packed, rounded to bytes and unpacked, in the wave and in results, and their sums.
    let codebooks = clusterCount * (featureCount * (4 * scalarSize + 3 * 8 + 1) + 16)
    // Codes and partial sums, which are allocated before the seeding.
    var bytes = plan.partialSumBytes + 4 * rowCount
    if restarts > 1 {
      let slotBytes = max(1, Self.slotBytes(of: plan))
      bytes += min(restarts, Self.waveBytes / slotBytes + 1) * slotBytes
    }
    if plan.sumsByCode {
      // The previous codes, and the rows sorted by code: only those of a window if rows are read.
      let rowsAtOnce =
        resources.readWindow / max(1, featureCount * scalarSize) + plan.chunkRows * 64
      bytes += 4 * rowCount + 4 * min(rowCount, rowsAtOnce)
    }
    let chosen = chosenAlgorithm(
      rowCount: rowCount, featureCount: featureCount, scalarSize: scalarSize)
    // All other memory of the automatic choice is part of `pruningMemory`.
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
      // Squared distances, codes twice, and pairs of a row and a proposal, whose number is limited.
      let proposals = initialization == .parallel ? 256 : min(256, 10 * clusterCount)
      return min(80 << 20 + 4 * rowCount, 64 * proposals * rowCount) + 20 * rowCount
    }
  }

  /// The bytes for one covariance matrix per chunk, its factor, and the normal draws.
  private func gaussianMemory(rowCount: Int, featureCount: Int) -> Int {
    let draws = 8 << 20 + 16 * max(rowCount, featureCount)
    guard featureCount <= min(rowCount, 960) else { return draws }
    let plan = TilePlan(
      rowCount: rowCount, featureCount: featureCount, clusterCount: featureCount, scalarSize: 8)
    return draws + (plan.chunkCount + 3) * featureCount * featureCount * 8
  }

  /// The maximum number of bytes for the runs of a wave, unless a single run needs more.
  static var waveBytes: Int { 32 << 20 }

  /// The number of bytes of one run in a wave.
  static func slotBytes(of plan: TilePlan) -> Int {
    plan.partialSumBytes + 4 * plan.clusterCount * plan.featureCount * 8
  }
}

extension KMeans {
  /// Returns the search with its memory for bounds reduced to what the address-space limit leaves.
  ///
  /// Results do not depend on this memory.
  ///
  /// - Parameters:
  ///   - call: The validated call.
  ///   - newThreads: The maximum number of threads that will still be started.
  /// - Returns: The search; unchanged if there is no limit, or the call needs little memory.
  /// - Throws: ``ClusteringError/outOfMemory(needed:available:)`` if the call needs more memory
  ///   even without bounds.
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
