extension Engine {
  /// Does with empty clusters what the options say, before the centroids move.
  ///
  /// - Returns: The codes to drop once they have moved.
  func repair(
    _ empty: [Int], _ wave: inout Wave<Scalar>, of run: Run
  ) throws(ClusteringError) -> [Int] {
    guard let first = empty.first else { return [] }
    switch options.emptyClusters {
    case .keep: return []
    case .drop: return empty
    case .fail: throw .emptyCluster(code: first, iteration: run.iterations)
    case .relocate:
      relocate(empty, &wave, slot: run.slot)
      return []
    }
  }

  /// Makes the observations farthest from their centroids the only ones of the empty clusters.
  ///
  /// One more pass, without sums, finds them. An observation that is alone in its cluster stays, and
  /// so does one that lies on its centroid: a cluster may then stay empty until the next iteration.
  private func relocate(_ empty: [Int], _ wave: inout Wave<Scalar>, slot: Int) {
    let observations = pass.observations
    var codes = [Int32](repeating: 0, count: observations.rowCount)
    var distances = [Scalar](repeating: 0, count: observations.rowCount)
    var pass = pass
    pass.accumulates = false
    pass.measures = true
    _ = pass.run(
      &wave, slots: [slot], codes: &codes, distances: &distances, workspaces: workspaces, stop: stop
    )

    // As many spare as there are empty clusters, for those that may not leave theirs.
    var farthest = FarthestRows<Scalar>(capacity: 2 * empty.count)
    for row in distances.indices where distances[row] > 0 {
      if let weights = pass.weights, weights[row] == 0 { continue }
      farthest.offer(row, at: distances[row])
    }
    var left = empty.makeIterator()
    for row in farthest.rows {
      let donor = Int(codes[row])
      guard wave.count(slot, donor) > 1 else { continue }
      guard let code = left.next() else { return }
      var weight = 1.0
      if let weights = pass.weights { weight = Double(weights[row]) }
      wave.relocate(
        slot, observations[row: row], weight: weight, from: donor, to: code, frame: pass.frame)
    }
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
