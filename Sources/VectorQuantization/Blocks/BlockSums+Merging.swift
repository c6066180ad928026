extension BlockSums {
  /// Adds the sums of the blocks that follow.
  ///
  /// `self` must be the sums of a power of two of whole blocks, and begin at a multiple of twice
  /// that number.
  ///
  /// - Parameter right: The right neighbour in the tree, with at most as many blocks as `self`.
  /// - Throws: ``ClusteringError/partialSums(problem:)`` if the two belong to different problems or
  ///   are not neighbours, which includes missing blocks and blocks counted twice. `self` then
  ///   stays unchanged.
  /// - Complexity: O(*k* · *d*).
  public mutating func merge(_ right: BlockSums) throws(ClusteringError) {
    try checkNeighbour(right)
    // Checks before it adds. Reading the sums twice takes less time than allocating a third array
    // of sums.
    let total = weights.indices.reduce(0) { $0 + (weights[$1] + right.weights[$1]) }
    if !total.isFinite || !sums.indices.allSatisfy({ (sums[$0] + right.sums[$0]).isFinite }) {
      throw .partialSums(
        problem: "the merged sums exceed a double; scale the data or the weights down")
    }
    for index in sums.indices { sums[index] += right.sums[index] }
    for index in weights.indices { weights[index] += right.weights[index] }
    blocks = blocks.lowerBound..<right.blocks.upperBound
    rowCount += right.rowCount
    inertia += right.inertia
    distances += right.distances
    for index in counts.indices { counts[index] += right.counts[index] }
  }

  private func checkNeighbour(_ right: BlockSums) throws(ClusteringError) {
    let (mine, theirs) = (problem, right.problem)
    if (mine.clusterCount, mine.featureCount) != (theirs.clusterCount, theirs.featureCount) {
      throw .partialSums(
        problem: "sums of \(mine.clusterCount) x \(mine.featureCount) and of "
          + "\(theirs.clusterCount) x \(theirs.featureCount) cannot be merged")
    }
    if mine.scalarType != theirs.scalarType || mine.isWeighted != theirs.isWeighted {
      throw .partialSums(
        problem: "sums with and without weights, or of float and double, cannot be merged")
    }
    if mine.blockRows != theirs.blockRows {
      throw .partialSums(
        problem: "blocks of \(mine.blockRows) rows and of \(theirs.blockRows) cannot be merged")
    }
    if mine.fingerprint != theirs.fingerprint {
      throw .partialSums(
        problem:
          "the sums belong to different codebooks or origins, possibly of another iteration")
    }
    let (left, next) = (blocks, right.blocks)
    if left.upperBound != next.lowerBound {
      throw .partialSums(
        problem: "blocks \(left.words) are not followed by blocks \(next.words): some are missing, "
          + "counted twice or in another order")
    }
    let isWhole = left.count == Self.minimumPower(notBelow: left.count)
    guard isWhole, left.lowerBound.isMultiple(of: 2 * left.count), next.count <= left.count else {
      throw .partialSums(
        problem: "blocks \(left.words) and \(next.words) are not neighbours in the tree; merge "
          + "neighbours of equal size first (each pair begins at a multiple of its size), and the "
          + "rest from the right")
    }
    if rowCount != left.count * problem.blockRows {
      throw .partialSums(
        problem: "blocks \(left.words) have \(rowCount) rows instead of \(left.count) x "
          + "\(problem.blockRows), but are not the last; only the last block may be shorter")
    }
  }
}

extension Range<Int> {
  fileprivate var words: String { "\(lowerBound) ..< \(upperBound)" }
}
