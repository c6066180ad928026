extension Codebook {
  /// Compresses observations: assigns to each the code of its nearest centroid.
  ///
  /// ```swift
  /// let (codes, distances) = try codebook.encode(observations)
  /// ```
  ///
  /// - Parameters:
  ///   - observations: One observation in each row, with as many features as the codebook. Accepts
  ///     a ``Matrix``, rows as arrays, a ``MatrixSpan``, or ``Observations``.
  ///   - workers: The maximum number of threads; `nil` means one for each available processor.
  ///   - kernels: The kernel set to compute with; `nil` means the preferred one.
  /// - Returns: For each observation its code, the lowest on a tie, and the Euclidean distance (not
  ///   squared) to that centroid.
  /// - Throws: ``ClusteringError`` if the codebook is empty, the numbers of features differ, a
  ///   number is not finite, or observations cannot be read.
  /// - Complexity: O(*n* · *k* · *d*).
  public func encode<Source: ObservationSource<Scalar> & ~Escapable>(
    _ observations: borrowing Source, workers: Int? = nil, kernels: KernelSet? = nil
  ) throws(ClusteringError) -> (codes: [Int32], distances: [Scalar]) {
    let encoding = try Encoding(self, checkFinite: true, kernels: kernels, workers: workers)
    return try observations.withObservations { lent throws(ClusteringError) in
      try encoding.encode(lent)
    }
  }

  /// Returns the code of a single observation: the row of its nearest centroid, the lowest on a
  /// tie.
  ///
  /// For many observations call ``encode(_:workers:kernels:)`` once, which prepares the codebook
  /// only once.
  ///
  /// - Parameter observation: The features of the observation.
  /// - Returns: The code.
  /// - Throws: ``ClusteringError`` as ``encode(_:workers:kernels:)``.
  /// - Complexity: O(*k* · *d*).
  public func code(of observation: [Scalar]) throws(ClusteringError) -> Int32 {
    try encode(
      Matrix(elements: observation, rowCount: 1, columnCount: observation.count), workers: 1
    )
    .codes[0]
  }

  /// Returns the distance (not squared) of each observation to the centroid of its given code.
  ///
  /// The centroid need not be the nearest.
  package func distances(
    from observations: Observations<Scalar>, codes: [Int32], workers: Int?, kernels: KernelSet?
  ) throws(ClusteringError) -> [Scalar] {
    try Encoding(self, checkFinite: true, kernels: kernels, workers: workers)
      .distances(from: observations, codes: codes)
  }

  /// Decompresses codes: returns the centroid of each code.
  ///
  /// - Parameter codes: Row numbers of the codebook.
  /// - Returns: One centroid in each row, in the order of the codes.
  /// - Throws: ``ClusteringError/codeOutOfRange(position:code:clusterCount:)`` if a code is not a
  ///   row of the codebook, or ``ClusteringError/outOfMemory(needed:available:)``.
  /// - Complexity: O(codes · *d*).
  public func decode(_ codes: [Int32]) throws(ClusteringError) -> Matrix<Scalar> {
    try decode(codes.span)
  }

  /// Decompresses borrowed codes: returns the centroid of each code.
  ///
  /// - Parameter codes: Row numbers of the codebook.
  /// - Returns: One centroid in each row, in the order of the codes.
  /// - Throws: ``ClusteringError/codeOutOfRange(position:code:clusterCount:)`` if a code is not a
  ///   row of the codebook, or ``ClusteringError/outOfMemory(needed:available:)``.
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
