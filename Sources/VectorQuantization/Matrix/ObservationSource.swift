/// What functions take observations from: one observation a row.
///
/// - A ``Matrix``, or rows as arrays (`[[Double]]`, `[[Int]]`), which are checked to have one length
///   and copied.
/// - A ``MatrixSpan``, which neither owns nor copies.
/// - ``Observations``, for numbers of another type or order, and for files larger than memory.
///
/// ```swift
/// let table: Matrix<Float> = [[0, 0], [0, 1], [8, 8]]
/// let clustering = try KMeans(clusterCount: 2).fit(table)
/// ```
///
/// Swift 6.3 crashes when it compiles `.span` of a throwing call's result inside another call, as in
/// `kmeans(whiten(table).span, k: 2)`. Give the matrix itself, or name it first.
///
/// A type of your own may conform: it lends its rows for the time of a call.
public protocol ObservationSource<Scalar>: ~Escapable {
  /// The type of the numbers that are computed with.
  associatedtype Scalar: VectorScalar

  /// Lends the observations.
  ///
  /// - Parameter body: Is called once, with the observations.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or ``ClusteringError`` if the rows are no matrix.
  func withObservations<Result>(
    _ body: (borrowing Observations<Scalar>) throws(ClusteringError) -> Result
  ) throws(ClusteringError) -> Result
}

extension Observations: ObservationSource {
  /// Lends themselves.
  ///
  /// - Parameter body: Is called once, with the observations.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  public func withObservations<Result>(
    _ body: (borrowing Observations<Scalar>) throws(ClusteringError) -> Result
  ) throws(ClusteringError) -> Result {
    try body(self)
  }
}

extension MatrixSpan: ObservationSource {
  /// Lends the rows where they are.
  ///
  /// - Parameter body: Is called once, with the observations.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  public func withObservations<Result>(
    _ body: (borrowing Observations<Scalar>) throws(ClusteringError) -> Result
  ) throws(ClusteringError) -> Result {
    try body(Observations(self))
  }
}

extension Matrix: ObservationSource {
  /// Lends the rows where they are.
  ///
  /// - Parameter body: Is called once, with the observations.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  public func withObservations<Result>(
    _ body: (borrowing Observations<Scalar>) throws(ClusteringError) -> Result
  ) throws(ClusteringError) -> Result {
    try body(Observations(span))
  }
}
