/// The arguments of a call that adds up blocks.
package struct BlockCall<Scalar: VectorScalar>: ~Escapable {
  let observations: Observations<Scalar>
  /// One weight for each observation, finite and not negative; `nil` means that every weight is 1.
  let weights: Span<Double>?
  /// The centroids: `Double` for any scalar type of the observations, as in a fit.
  let codebook: Codebook<Double>
  /// The number of the first block.
  package var firstBlock = 0
  /// The number of rows in a block; only the last block may have fewer.
  package var blockRows = 65536
  /// A point among the data, from which sums take differences; `nil` means 0.
  package var origin: [Double]?
  /// Rows, counted over all blocks, and the codes to add them to instead of their nearest.
  package var moved: [Int: Int32] = [:]
  /// The maximum number of threads; `nil` means every processor.
  package var workers: Int?
  /// Ends the call when raised.
  package var stop: StopFlag?

  /// Creates a call with default values for all other arguments.
  @_lifetime(copy observations, copy weights)
  package init(
    _ observations: Observations<Scalar>, weights: Span<Double>?,
    assignedTo codebook: Codebook<Double>
  ) {
    self.observations = observations
    self.weights = weights
    self.codebook = codebook
  }

  /// Checks the call, and returns the range of its blocks.
  func checkedBlocks() throws(ClusteringError) -> Range<Int> {
    let (n, d) = (observations.rowCount, observations.columnCount)
    if n == 0 || d == 0 { throw .emptyObservations(rowCount: n, columnCount: d) }
    try codebook.centroids.span.validateCodebook(featureCount: d, stop: stop)
    if BlockSums.byteCount(clusterCount: codebook.clusterCount, featureCount: d) == nil {
      throw .invalidOption(
        .codebook, value: "\(codebook.clusterCount) x \(d)",
        allowed: "a smaller codebook, because its sums are too large to encode")
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
    // All weights may be 0 here, because other blocks may have positive ones.
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
