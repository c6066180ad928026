extension BlockSums {
  /// Assigns the observations of some blocks to a codebook, and adds them up.
  ///
  /// - Parameters:
  ///   - observations: The rows of the blocks.
  ///   - weights: One for each row, finite and not negative; `nil` means that every weight is 1.
  ///   - codebook: The codebook, with finite numbers. It is `Double` for any scalar type of the
  ///     observations, because means have more digits than `Float`.
  ///   - firstBlock: The number of the first block.
  ///   - blockRows: The number of rows in a block; only the last of all blocks may have fewer.
  ///   - origin: A point among the data, the same for all blocks. Sums take differences from it,
  ///     which keeps digits if data lie far from 0. `nil` means 0.
  ///   - moved: Rows, counted over all blocks, and the codes to add them to instead of their
  ///     nearest. Use it if an empty cluster takes over a far observation. The statistics and the
  ///     returned codes remain those of the nearest centroids. Rows of other blocks are ignored.
  ///   - workers: The maximum number of threads; `nil` means every processor.
  ///   - stop: Ends the call when raised.
  /// - Returns: The sums, and the code of each observation.
  /// - Throws: ``ClusteringError`` if an argument is invalid, the blocks are not a node of the
  ///   tree, or `stop` was raised.
  /// - Complexity: O(*n* · *k* · *d*).
  public static func adding<Source: ObservationSource & ~Escapable>(
    _ observations: borrowing Source, weights: [Double]? = nil,
    assignedTo codebook: Codebook<Double>, firstBlock: Int = 0, blockRows: Int = 65536,
    origin: [Double]? = nil, moved: [Int: Int32] = [:], workers: Int? = nil, stop: StopFlag? = nil
  ) throws(ClusteringError) -> (sums: BlockSums, codes: [Int32]) {
    let weighting = Matrix(weights ?? [], columns: 1)
    return try observations.withObservations { lent throws(ClusteringError) in
      let given: Span<Double>? = weights == nil ? nil : weighting.elements.span
      var codes = [Int32](repeating: 0, count: lent.rowCount)
      var call = BlockCall(lent, weights: given, assignedTo: codebook)
      (call.firstBlock, call.blockRows) = (firstBlock, blockRows)
      (call.origin, call.moved) = (origin, moved)
      (call.workers, call.stop) = (workers, stop)
      let sums = try BlockSums(adding: call, codes: LentMemory(codes.mutableSpan))
      return (sums, codes)
    }
  }
}
