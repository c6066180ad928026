extension Codebook {
  /// Assigns to each observation the code of its nearest centroid: compression.
  ///
  /// - Parameters:
  ///   - observations: One observation a row, with as many features as the codebook: a ``Matrix``,
  ///     rows as arrays, a ``MatrixSpan``, or ``Observations``.
  ///   - workers: The most threads to use; `nil` means every processor.
  ///   - kernels: The kernel set to use; `nil` means the preferred one.
  /// - Returns: For each observation its code, the lowest on a tie, and the Euclidean distance (not
  ///   squared) to that centroid.
  /// - Throws: ``ClusteringError`` if the codebook is empty, features differ in number, a number
  ///   is not finite, or observations cannot be read.
  /// - Complexity: O(*n* · *k* · *d*).
  public func encode<Source: ObservationSource<Scalar> & ~Escapable>(
    _ observations: borrowing Source, workers: Int? = nil, kernels: KernelSet? = nil
  ) throws(ClusteringError) -> (codes: [Int32], distances: [Scalar]) {
    let encoding = try Encoding(self, checkFinite: true, kernels: kernels, workers: workers)
    return try observations.withObservations { lent throws(ClusteringError) in
      try encoding.encode(lent)
    }
  }

  /// The code of a single observation: the row of its nearest centroid, the lowest on a tie.
  ///
  /// To ask for many, give all of them to ``encode(_:workers:kernels:)``, which prepares the codebook
  /// once.
  ///
  /// - Parameter observation: One number a feature.
  /// - Returns: The code.
  /// - Throws: ``ClusteringError`` as ``encode(_:workers:kernels:)``.
  /// - Complexity: O(*k* · *d*).
  public func code(of observation: [Scalar]) throws(ClusteringError) -> Int32 {
    try encode(
      Matrix(elements: observation, rowCount: 1, columnCount: observation.count), workers: 1
    )
    .codes[0]
  }

  /// The distance of each observation to the centroid that its code names, be it the nearest or not.
  package func distances(
    from observations: Observations<Scalar>, codes: [Int32], workers: Int?, kernels: KernelSet?
  ) throws(ClusteringError) -> [Scalar] {
    try Encoding(self, checkFinite: true, kernels: kernels, workers: workers)
      .distances(from: observations, codes: codes)
  }

  /// Replaces each code by its centroid: decompression.
  ///
  /// - Parameter codes: Rows of the codebook.
  /// - Returns: One centroid a code.
  /// - Throws: ``ClusteringError/codeOutOfRange(position:code:clusterCount:)`` if a code is not a row
  ///   of the codebook.
  /// - Complexity: O(codes · *d*).
  public func decode(_ codes: [Int32]) throws(ClusteringError) -> Matrix<Scalar> {
    try decode(codes.span)
  }

  /// Replaces each code by its centroid, of codes that are not owned.
  ///
  /// - Parameter codes: Rows of the codebook.
  /// - Returns: One centroid a code.
  /// - Throws: ``ClusteringError/codeOutOfRange(position:code:clusterCount:)`` if a code is not a row
  ///   of the codebook.
  /// - Complexity: O(codes · *d*).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func decode(_ codes: Span<Int32>) throws(ClusteringError) -> Matrix<Scalar> {
    try AddressSpace.check(codes.count * featureCount * MemoryLayout<Scalar>.size)
    return try Matrix(rows: codes.count, columns: featureCount) {
      (output: inout OutputSpan<Scalar>) throws(ClusteringError) in
      let rows = centroids.span
      for position in codes.indices {
        let code = codes[position]
        guard code >= 0 && Int(code) < clusterCount else {
          throw .codeOutOfRange(position: position, code: code, clusterCount: clusterCount)
        }
        let centroid = rows[row: Int(code)]
        for feature in centroid.indices { output.append(centroid[feature]) }
      }
    }
  }
}
