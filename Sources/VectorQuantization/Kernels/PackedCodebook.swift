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

/// The panels that centroids are packed in.
enum PackedPanel {
  /// How many centroids lie side by side.
  static let width = Int(VQK_PANEL)
}

// The layout of the panels, as CVQKernels.h has it.
extension Kernels {
  /// The scalars that `clusterCount` packed centroids occupy.
  static func panelCount(clusterCount: Int, featureCount: Int) -> Int {
    let width = PackedPanel.width
    return (clusterCount + width - 1) / width * width * (featureCount + 1)
  }

  /// Gives one packed centroid an infinite half norm, so that it is never the nearest.
  func exclude(
    code: Int, featureCount: Int, from buffer: inout AlignedBuffer<Scalar>, at offset: Int
  ) {
    let width = PackedPanel.width
    var panels = buffer.mutableSpan
    panels[offset + code / width * width * (featureCount + 1) + code % width] = .infinity
  }
}
