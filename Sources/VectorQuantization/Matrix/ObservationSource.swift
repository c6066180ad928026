/// A type that functions accept as observations, with one observation in each row.
///
/// - A ``Matrix`` is read in place.
/// - Rows as arrays (`[[Double]]`, `[[Int]]`) are copied; they must all have the same length.
/// - A ``MatrixSpan`` borrows memory, and is read in place.
/// - ``Observations`` are for numbers of another type or order, and for files larger than memory.
///
/// ```swift
/// let table: Matrix<Float> = [[0, 0], [0, 1], [8, 8]]
/// let clustering = try KMeans(clusterCount: 2).fit(table)
/// ```
///
/// The Swift 6.3 compiler crashes if `.span` is applied to the result of a throwing call inside
/// another call, as in `kmeans(whiten(table).span, k: 2)`. Pass the matrix itself, or assign it to
/// a constant first.
///
/// Your own types can conform: implement ``withObservations(_:)`` to give a view of the rows for
/// the duration of a call.
public protocol ObservationSource<Scalar>: ~Escapable {
  /// The scalar type to compute in.
  associatedtype Scalar: VectorScalar

  /// Calls a closure with a view of the observations.
  ///
  /// - Parameter body: Called once, with the observations.
  /// - Returns: The result of `body`.
  /// - Throws: The error of `body`, or a ``ClusteringError`` if the rows do not form a matrix.
  func withObservations<Result>(
    _ body: (borrowing Observations<Scalar>) throws(ClusteringError) -> Result
  ) throws(ClusteringError) -> Result
}

extension Observations: ObservationSource {
  /// Calls a closure with these observations.
  ///
  /// - Parameter body: Called once, with the observations.
  /// - Returns: The result of `body`.
  /// - Throws: The error of `body`.
  public func withObservations<Result>(
    _ body: (borrowing Observations<Scalar>) throws(ClusteringError) -> Result
  ) throws(ClusteringError) -> Result {
    try body(self)
  }
}

extension MatrixSpan: ObservationSource {
  /// Calls a closure with a view of the rows, without a copy.
  ///
  /// - Parameter body: Called once, with the observations.
  /// - Returns: The result of `body`.
  /// - Throws: The error of `body`.
  public func withObservations<Result>(
    _ body: (borrowing Observations<Scalar>) throws(ClusteringError) -> Result
  ) throws(ClusteringError) -> Result {
    try body(Observations(self))
  }
}

extension Matrix: ObservationSource {
  /// Calls a closure with a view of the rows, without a copy.
  ///
  /// - Parameter body: Called once, with the observations.
  /// - Returns: The result of `body`.
  /// - Throws: The error of `body`.
  public func withObservations<Result>(
    _ body: (borrowing Observations<Scalar>) throws(ClusteringError) -> Result
  ) throws(ClusteringError) -> Result {
    try body(Observations(span))
  }
}
