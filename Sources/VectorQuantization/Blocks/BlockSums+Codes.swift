extension BlockSums {
  /// Assigns the observations of some blocks to a codebook, and adds them up.
  ///
  /// - Parameters:
  ///   - observations: The rows of the blocks.
  ///   - weights: One a row, finite and not negative; `nil` means 1 each.
  ///   - codebook: The codebook, every number finite: `Double` whatever the observations are, since means
  ///     have more digits than `Float`.
  ///   - firstBlock: The number of the first block.
  ///   - blockRows: The rows of a block; only the last of all blocks may have fewer.
  ///   - origin: A point among the data, the same for all blocks: sums are taken of differences from
  ///     it, which keeps digits where data lie far from 0. `nil` means 0.
  ///   - moved: Rows, counted over all blocks, and codes to add them to in place of their nearest, as
  ///     where an empty cluster takes over a far observation. Figures and the codes returned stay those
  ///     of the nearest; rows of other blocks are passed over.
  ///   - workers: The most threads to use; `nil` means every processor.
  ///   - stop: Ends the call when raised.
  /// - Returns: The sums, and the code of each observation.
  /// - Throws: ``ClusteringError`` if something cannot be used, the blocks are no node of the tree, or
  ///   `stop` was raised.
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
