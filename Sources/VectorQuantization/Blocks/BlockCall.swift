/// A call that adds up blocks, as it was made.
package struct BlockCall<Scalar: VectorScalar>: ~Escapable {
  let observations: Observations<Scalar>
  /// One an observation, finite and not negative; `nil` means 1 each.
  let weights: Span<Double>?
  /// The centroids; `Double` whatever the observations are, as a fit keeps them.
  let codebook: Codebook<Double>
  /// The number of the first block.
  package var firstBlock = 0
  /// The rows of a block; only the last may have fewer.
  package var blockRows = 65536
  /// A point among the data, which sums are taken of differences from; `nil` means 0.
  package var origin: [Double]?
  /// Rows, counted over all blocks, to add to another code than their nearest.
  package var moved: [Int: Int32] = [:]
  /// The most threads to use; `nil` means every processor.
  package var workers: Int?
  /// Ends the call when raised.
  package var stop: StopFlag?

  /// Describes a call that leaves everything else at its default.
  @_lifetime(copy observations, copy weights)
  package init(
    _ observations: Observations<Scalar>, weights: Span<Double>?,
    assignedTo codebook: Codebook<Double>
  ) {
    self.observations = observations
    self.weights = weights
    self.codebook = codebook
  }

  /// The numbers of the blocks, of a call that can be used.
  func checkedBlocks() throws(ClusteringError) -> Range<Int> {
    let (n, d) = (observations.rowCount, observations.columnCount)
    if n == 0 || d == 0 { throw .emptyObservations(rowCount: n, columnCount: d) }
    try codebook.centroids.span.validateCodebook(featureCount: d, stop: stop)
    if BlockSums.byteCount(clusterCount: codebook.clusterCount, featureCount: d) == nil {
      throw .invalidOption(
        .codebook, value: "\(codebook.clusterCount) x \(d)",
        allowed: "smaller: sums of it cannot travel")
    }
    if blockRows < 1 { throw .atLeastOne(.blockRows, blockRows) }
    if let workers, workers < 1 { throw .atLeastOne(.workers, workers) }
    let count = (n - 1) / blockRows + 1
    let maximum = BlockSums.mostBlocks(of: blockRows) - count
    if firstBlock < 0 || firstBlock > maximum {
      throw .invalidOption(
        .firstBlock, value: "\(firstBlock)",
        allowed: "from 0 to \(maximum) for \(count) blocks of \(blockRows) rows")
    }
    if let origin, !origin.allSatisfy(\.isFinite) {
      throw .invalidOption(.origin, value: "not finite", allowed: "finite numbers")
    }
    if let code = moved.values.first(where: { $0 < 0 || $0 >= codebook.clusterCount }) {
      throw .invalidOption(
        .moved, value: "\(code)", allowed: "codes from 0 to \(codebook.clusterCount - 1)")
    }
    // All may be 0 here, if they are not in other blocks.
    _ = try KMeans.checkedTotal(of: weights, rowCount: n)
    let blocks = firstBlock..<(firstBlock + count)
    if !BlockSums.isNode(blocks) {
      let power = BlockSums.minimumPower(notBelow: count)
      throw .invalidOption(
        .firstBlock, value: "\(firstBlock)",
        allowed: "a multiple of \(power) for \(count) blocks; add up fewer at a time")
    }
    return blocks
  }
}
