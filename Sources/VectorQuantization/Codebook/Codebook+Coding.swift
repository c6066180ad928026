extension Codebook {
  /// - Returns: codes and distances (not squared)
  public func encode(
    _ observations: MatrixSpan<Scalar>, workers: Int? = nil, kernels: KernelSet? = nil
  ) throws(ClusteringError) -> (codes: [Int32], distances: [Scalar]) { fatalError("stub") }
  public func decode(_ codes: Span<Int32>) throws(ClusteringError) -> Matrix<Scalar> {
    fatalError("stub")
  }
}
struct Encoding<Scalar: VectorScalar>: ~Escapable {
  @_lifetime(copy codebook)
  init(_ codebook: MatrixSpan<Scalar>, checkFinite: Bool, kernels: KernelSet?)
    throws(ClusteringError)
  { fatalError("stub") }
  func encode(_ observations: MatrixSpan<Scalar>, workers: Int?) throws(ClusteringError) -> (
    codes: [Int32], distances: [Scalar]
  ) { fatalError("stub") }
}
