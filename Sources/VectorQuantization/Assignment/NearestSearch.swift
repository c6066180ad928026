/// One worker's scratch, and the dense search that every strategy ends in.
///
/// A tile's rows are brought into the frame once; `findNearest` may then be asked about any number of
/// codebooks. Nothing is allocated after `init`.
struct NearestSearch<Scalar: VectorScalar>: ~Copyable, Sendable {
  let kernels: Kernels<Scalar>
  private var groups: AlignedBuffer<Scalar>
  private var margins: AlignedBuffer<Scalar>
  // The kernel's own: each row's least score, the least of the other panels, and the panel.
  private var least: AlignedBuffer<Scalar>
  private var second: AlignedBuffer<Scalar>
  private var panel: AlignedBuffer<Scalar>
  private var undecided: [UInt32]
  private var candidates: [Int32]
  private var isPacked = false

  init(kernels: Kernels<Scalar>, tileRows: Int, featureCount: Int, clusterCount: Int) {
    let padded = Kernels<Scalar>.paddedRowCount(tileRows)
    self.kernels = kernels
    groups = AlignedBuffer(count: padded * featureCount)
    margins = AlignedBuffer(count: padded)
    least = AlignedBuffer(count: padded)
    second = AlignedBuffer(count: padded)
    panel = AlignedBuffer(count: padded)
    undecided = Array(repeating: 0, count: tileRows + 1)
    candidates = Array(repeating: 0, count: clusterCount)
  }

  /// Begins a new tile, whose rows are packed when they are first needed.
  mutating func beginTile() {
    isPacked = false
  }

  /// Writes the code of the true nearest centroid of each row of the `tile` begun, the lowest on a
  /// tie, to `codes`.
  ///
  /// - Returns: The first row that holds a NaN or an infinity, or `nil`. Such a row gets code 0.
  mutating func findNearest(
    in tile: MatrixSpan<Scalar>, codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    margin: Margin, codes: inout [Int32]
  ) -> Int? {
    if !isPacked {
      kernels.pack(tile, frame: frame, margin: margin, into: &groups, margins: &margins)
      isPacked = true
    }
    let count = kernels.nearest(
      rowCount: tile.rowCount, in: groups, margins: margins, to: codebook, least: &least,
      second: &second, panel: &panel, codes: &codes, undecided: &undecided)
    var notFinite: Int? = nil
    for position in 0..<count {
      let row = Int(undecided[position])
      guard let code = settle(row, in: tile, codebook: codebook, frame: frame) else {
        codes[row] = 0
        notFinite = notFinite ?? row
        continue
      }
      codes[row] = code
    }
    return notFinite
  }

  /// The code of one row that scores could not decide, or `nil` if the row is not finite.
  private mutating func settle(
    _ row: Int, in tile: MatrixSpan<Scalar>, codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>
  ) -> Int32? {
    let limit = Double(least.span[row] + margins.span[row])
    let count = kernels.candidates(
      row: row, of: tile.rowCount, in: groups, codebook: codebook, limit: limit,
      into: &candidates)
    return NearTies.nearest(
      to: tile[row: row], among: candidates.span.extracting(0..<count),
      of: codebook.centroids, scale: frame.scale)
  }
}
