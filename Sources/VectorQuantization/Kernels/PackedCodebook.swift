internal import CVQKernels

/// A codebook as the kernels read it, with the centroids it was packed from.
///
/// The panels are 64-byte aligned and hold the centroids in the frame; `centroids` are as they are, in
/// `Double` whatever the scalar, for whatever must be exact.
struct PackedCodebook<Scalar: VectorScalar>: ~Escapable, Sendable {
  let panels: Span<Scalar>
  let centroids: MatrixSpan<Double>
  /// The frame that they were packed in.
  let frame: FrameSpan<Scalar>
  /// The margin of searches among them.
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

  /// Some centroids in the frame, in the scalar, as the panels have them.
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

  /// Allocates room for so many centroids.
  init(capacity: Int, frame: Frame<Scalar>) {
    self.frame = frame
    panels = TileMemory(
      count: Kernels<Scalar>.panelCount(
        clusterCount: capacity, featureCount: frame.shift.count))
  }

  /// Packs some centroids, and remembers them.
  init(_ centroids: MatrixSpan<Double>, frame: Frame<Scalar>, kernels: Kernels<Scalar>) {
    self.init(capacity: centroids.rowCount, frame: frame)
    pack(centroids, kernels: kernels)
  }

  /// Packs some centroids in place of those before.
  mutating func pack(_ centroids: MatrixSpan<Double>, kernels: Kernels<Scalar>) {
    var target = panels.lent
    let norms = kernels.pack(
      centroids: centroids.elements, clusterCount: centroids.rowCount, frame: frame.span,
      into: &target)
    margin = Margin(norms, featureCount: centroids.columnCount, of: Scalar.self)
  }

  /// The codebook that was packed: `centroids` are those it was packed from.
  @_lifetime(borrow self, copy centroids)
  func codebook(of centroids: MatrixSpan<Double>) -> PackedCodebook<Scalar> {
    PackedCodebook(panels: panels.span, centroids: centroids, frame: frame.span, margin: margin)
  }
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

  /// Gives one centroid of some panels an infinite half norm, so that it is never the nearest.
  func exclude(code: Int, featureCount: Int, from panels: inout MutableSpan<Scalar>) {
    let width = PackedPanel.width
    panels[code / width * width * (featureCount + 1) + code % width] = .infinity
  }
}
