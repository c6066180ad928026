extension Engine {
  /// Does with empty clusters what the options say, before the centroids move.
  ///
  /// - Parameters:
  ///   - empty: Their codes.
  ///   - wave: The runs, sums reduced.
  ///   - run: The run concerned.
  ///   - codes: Every observation's code, or empty if they were not kept.
  /// - Returns: The codes to drop once the centroids have moved.
  /// - Throws: ``ClusteringError/emptyCluster(code:iteration:)`` under that rule.
  func repair(
    _ empty: [Int], _ wave: inout Wave<Scalar>, of run: inout Run, codes: [Int32]
  ) throws(ClusteringError) -> [Int] {
    guard let first = empty.first else { return [] }
    switch options.emptyClusters {
    case .keep: return []
    case .drop: return empty
    case .fail: throw .emptyCluster(code: first, iteration: run.iterations)
    case .relocate:
      relocate(empty, &wave, slot: run.slot, codes: codes)
      // The sums are no longer those of the codes that are kept.
      run.movedCount = nil
      return []
    }
  }

  /// Gives the observations farthest from their centroids to the empty clusters, one to each.
  ///
  /// Sums are then added up anew, so that they are what they would be had the codes been so from the
  /// start. The last observation of a cluster stays, and so does one that lies on its centroid: a
  /// cluster may then stay empty until the next iteration.
  private func relocate(
    _ empty: [Int], _ wave: inout Wave<Scalar>, slot: Int, codes kept: [Int32]
  ) {
    let rowCount = pass.observations.rowCount
    var codes = kept
    var noDistances: [Scalar] = []
    if codes.isEmpty {
      codes = Array(repeating: 0, count: rowCount)
      var pass = pass
      pass.sums = .none
      pass.measures = false
      _ = pass.run(
        &wave, slots: [slot], codes: &codes, distances: &noDistances, workspaces: workspaces,
        stop: stop)
      // What is left out of the codes is not known then.
      if let stop, stop.isRaised { return }
    }
    let distances = pass.distances(
      to: wave.codebook(slot), codes: codes, workers: workspaces.count)

    // As many to spare as there are empty clusters, for those that may not leave theirs.
    var farthest = FarthestRows<Scalar>(capacity: 2 * empty.count)
    var members = [Int](repeating: 0, count: wave.plan.clusterCount)
    for row in 0..<rowCount where pass.weight(row) > 0 {
      members[Int(codes[row])] += 1
      if distances[row] > 0 { farthest.offer(row, at: distances[row]) }
    }
    var left = empty.makeIterator()
    var hasMoved = false
    for row in farthest.rows where members[Int(codes[row])] > 1 {
      guard let code = left.next() else { break }
      members[Int(codes[row])] -= 1
      codes[row] = Int32(code)
      hasMoved = true
    }
    guard hasMoved else { return }
    pass.addUp(&wave, slot: slot, codes: codes, workspaces: workspaces)
    _ = wave.reduceSums(slot, .whole)
  }
}

/// The rows of greatest distance, farthest first, the lower row first on a tie.
private struct FarthestRows<Scalar: VectorScalar> {
  private let capacity: Int
  private var entries: [(row: Int, distance: Scalar)] = []

  init(capacity: Int) {
    self.capacity = capacity
  }

  var rows: [Int] { entries.map(\.row) }

  /// Takes in a row; rows must come in ascending order.
  mutating func offer(_ row: Int, at distance: Scalar) {
    if entries.count == capacity {
      guard let last = entries.last, distance > last.distance else { return }
      entries.removeLast()
    }
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].distance >= distance { low = middle + 1 } else { high = middle }
    }
    entries.insert((row, distance), at: low)
  }
}
