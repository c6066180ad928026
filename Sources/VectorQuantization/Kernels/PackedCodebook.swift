/// A codebook as the kernels read it, with the centroids it was packed from.
///
/// The panels are 64-byte aligned and hold the centroids in the frame; `centroids` are as given, for
/// whatever must be exact.
struct PackedCodebook<Scalar: VectorScalar>: ~Escapable, Sendable {
  let panels: Span<Scalar>
  let centroids: MatrixSpan<Scalar>

  @_lifetime(copy panels, copy centroids)
  init(panels: Span<Scalar>, centroids: MatrixSpan<Scalar>) {
    self.panels = panels
    self.centroids = centroids
  }

  var clusterCount: Int { centroids.rowCount }
  var featureCount: Int { centroids.columnCount }
}
