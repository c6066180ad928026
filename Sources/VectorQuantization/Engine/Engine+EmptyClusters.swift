extension Engine {
  /// Applies the rule for empty clusters, before the centroids move.
  ///
  /// - Parameters:
  ///   - empty: The codes of the empty clusters.
  ///   - runs: The runs, with reduced sums.
  ///   - run: The run that has the empty clusters.
  /// - Returns: The codes to drop after the centroids have moved.
  /// - Throws: ``ClusteringError/emptyCluster(code:iteration:)`` if the rule is `fail`, or
  ///   ``ClusteringError/outOfMemory(needed:available:)``.
  func repair(
    _ empty: [Int], _ runs: inout Runs<Scalar>, of run: Run
  ) throws(ClusteringError) -> [Int] {
    guard let first = empty.first else { return [] }
    switch options.emptyClusters {
    case .keep: return []
    case .drop: return empty
    case .fail: throw .emptyCluster(code: first, iteration: run.iterations)
    case .relocate:
      // The codes (4 bytes) and distances (8 bytes) of all observations.
      try AddressSpace.check(12 * input.plan.rowCount)
      var codes = runs.usesCodes ? runs.codes.all : []
      relocate(empty, &runs.wave, slot: run.slot, codes: &codes)
      // The sums no longer match the codes that are kept.
      runs.codes.movedCount = nil
      return []
    }
  }

  /// Gives the observations farthest from their centroids to the empty clusters.
  ///
  /// The sums are then recomputed, as if the observations had had the new codes from the start.
  private func relocate(
    _ empty: [Int], _ wave: inout Wave<Scalar>, slot: Int, codes: inout [Int32]
  ) {
    // The other runs of the wave have not processed the last pass yet.
    let update = wave.update
    defer { wave.update = update }
    var pass = Pass(input, execution)
    pass.slots = [slot]
    if codes.isEmpty {
      codes = Array(repeating: 0, count: input.plan.rowCount)
      wave.codebooks.pack([slot], by: execution.team)
      let output = Output<Scalar>(codes: LentMemory(codes.mutableSpan))
      _ = pass.run(by: Lloyd(), &wave, to: output)
      // The pass was cut short, so some codes are unknown.
      if execution.isStopped { return }
    }
    let distances = pass.distances(&wave, codes: &codes)
    var relocation = Relocation(
      clusterCount: wave.plan.clusterCount,
      capacity: Relocation.capacity(emptyCount: empty.count))
    for row in codes.indices {
      let candidate = Relocation.Candidate(
        row: row, code: codes[row], distance: Double(distances[row]))
      relocation.offer(candidate, weight: input.weight(row))
    }
    let moves = relocation.moves(to: empty)
    if moves.isEmpty { return }
    for move in moves { codes[move.row] = move.code }
    pass.sums = .whole
    _ = pass.run(
      by: GivenCodes(), &wave, to: Output(codes: LentMemory(codes.mutableSpan)))
    _ = wave.reduceSums(slot)
  }
}

extension Pass {
  /// The distance of every observation to the centroid of its code.
  func distances(_ wave: inout Wave<Scalar>, codes: inout [Int32]) -> [Scalar] {
    var distances = [Scalar](repeating: 0, count: codes.count)
    do {
      let output = Output<Scalar>(
        codes: LentMemory(codes.mutableSpan), distances: LentMemory(distances.mutableSpan))
      _ = run(by: GivenCodes(), &wave, to: output)
    }
    return distances
  }

  /// The weighted sums of squared distances and of distances, computed from the unscaled distances.
  ///
  /// This is slower than the statistics of a pass, and correct for any magnitude.
  func exactFigures(_ runs: inout Runs<Scalar>) -> (inertia: Double, distances: Double) {
    var codes = runs.codes.all
    var pass = self
    pass.measures = false
    let distances = pass.distances(&runs.wave, codes: &codes)
    var (inertia, sum) = (0.0, 0.0)
    for row in distances.indices {
      let distance = Double(distances[row])
      inertia += input.weight(row) * distance * distance
      sum += input.weight(row) * distance
    }
    return (inertia, sum)
  }
}
