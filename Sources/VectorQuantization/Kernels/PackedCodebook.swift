internal import CVQKernels

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

// The layout of the panels, as CVQKernels.h has it.
extension Kernels {
  /// The scalars that `clusterCount` packed centroids occupy.
  static func panelCount(clusterCount: Int, featureCount: Int) -> Int {
    let width = Int(VQK_PANEL)
    return (clusterCount + width - 1) / width * width * (featureCount + 1)
  }

  /// Gives one packed centroid an infinite half norm, so that it is never the nearest.
  func exclude(
    code: Int, featureCount: Int, from buffer: inout AlignedBuffer<Scalar>, at offset: Int
  ) {
    let width = Int(VQK_PANEL)
    var panels = buffer.mutableSpan
    panels[offset + code / width * width * (featureCount + 1) + code % width] = .infinity
  }
}
