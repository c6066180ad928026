internal import CVQKernels

/// A codebook packed for the kernels, together with its centroids.
///
/// The panels are 64-byte aligned and hold the centroids in the frame. `centroids` holds the
/// original coordinates, in `Double` for either scalar, for computations that must be exact.
struct PackedCodebook<Scalar: VectorScalar>: ~Escapable, Sendable {
  let panels: Span<Scalar>
  let centroids: MatrixSpan<Double>
  /// The frame of the panels.
  let frame: FrameSpan<Scalar>
  /// The margin of searches among the centroids.
  let margin: Margin

  @_lifetime(copy panels, copy centroids, copy frame)
  init(
    panels: Span<Scalar>, centroids: MatrixSpan<Double>, frame: FrameSpan<Scalar>, margin: Margin
  ) {
    self.panels = panels
    self.centroids = centroids
    self.frame = frame
    self.margin = margin
  }

  var clusterCount: Int { centroids.rowCount }
  var featureCount: Int { centroids.columnCount }

  /// Returns some centroids in the frame, converted to the scalar as in the panels.
  func inFrame(_ codes: Range<Int>) -> Matrix<Scalar> {
    Matrix(rows: codes.count, columns: featureCount) { output in
      for code in codes {
        let centroid = centroids[row: code]
        for feature in centroid.indices {
          output.append(Scalar(centroid[feature] * frame.scale - Double(frame.shift[feature])))
        }
      }
    }
  }
}

/// Memory for one packed codebook.
struct CodebookPanels<Scalar: VectorScalar>: ~Copyable, Sendable {
  let frame: Frame<Scalar>
  private let panels: TileMemory<Scalar>
  private var margin = Margin.none

  /// Allocates memory for `capacity` centroids.
  init(capacity: Int, frame: Frame<Scalar>) {
    self.frame = frame
    panels = TileMemory(
      count: Kernels<Scalar>.panelCount(
        clusterCount: capacity, featureCount: frame.shift.count))
  }

  /// Allocates memory for some centroids and packs them.
  init(_ centroids: MatrixSpan<Double>, frame: Frame<Scalar>, kernels: Kernels<Scalar>) {
    self.init(capacity: centroids.rowCount, frame: frame)
    pack(centroids, kernels: kernels)
  }

  /// Packs some centroids in place of the previous ones.
  mutating func pack(_ centroids: MatrixSpan<Double>, kernels: Kernels<Scalar>) {
    var target = panels.lent
    let norms = kernels.pack(
      centroids: centroids.elements, clusterCount: centroids.rowCount, frame: frame.span,
      into: &target)
    margin = Margin(norms, featureCount: centroids.columnCount, of: Scalar.self)
  }

  /// Borrows the packed codebook.
  ///
  /// `centroids` must be the centroids that were packed.
  @_lifetime(borrow self, copy centroids)
  func codebook(of centroids: MatrixSpan<Double>) -> PackedCodebook<Scalar> {
    PackedCodebook(panels: panels.span, centroids: centroids, frame: frame.span, margin: margin)
  }
}

/// The panels that centroids are packed in.
enum PackedPanel {
  /// The number of centroids in a panel.
  static let width = Int(VQK_PANEL)
}

// The layout of the panels, as CVQKernels.h defines it.
extension Kernels {
  /// Returns the number of scalars that `clusterCount` packed centroids take.
  static func panelCount(clusterCount: Int, featureCount: Int) -> Int {
    let width = PackedPanel.width
    return (clusterCount + width - 1) / width * width * (featureCount + 1)
  }

  /// Gives one packed centroid an infinite half norm, so that it is never the nearest.
  func exclude(code: Int, featureCount: Int, from panels: inout MutableSpan<Scalar>) {
    let width = PackedPanel.width
    panels[code / width * width * (featureCount + 1) + code % width] = .infinity
  }
}
