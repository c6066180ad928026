internal import VectorQuantization

extension ObservationSource where Self: ~Escapable {
  /// Calls `body` with a matrix of the observations, copied unless they are in memory as scalars.
  func withMatrix<Result>(
    _ body: (MatrixSpan<Scalar>) throws(ClusteringError) -> Result
  ) throws(ClusteringError) -> Result {
    try withObservations { lent throws(ClusteringError) in
      if let matrix = lent.direct { return try body(matrix) }
      let copy = try lent.copy(of: 0..<lent.rowCount)
      return try body(copy.span)
    }
  }
}
