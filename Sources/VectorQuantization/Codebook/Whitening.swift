public struct Whitening<Scalar: VectorScalar>: Sendable, Equatable {
  public let scale: [Scalar]
  public let constantFeatures: [Int]
  public init(fitting observations: MatrixSpan<Scalar>, checkFinite: Bool = true)
    throws(ClusteringError)
  { fatalError("stub") }
  public func apply(to observations: MatrixSpan<Scalar>) throws(ClusteringError) -> Matrix<Scalar>
  { fatalError("stub") }
  public func undo(on observations: MatrixSpan<Scalar>) throws(ClusteringError) -> Matrix<Scalar>
  { fatalError("stub") }
}
