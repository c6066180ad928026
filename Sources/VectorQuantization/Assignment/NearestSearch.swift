internal import CVQKernels

/// One worker's scratch, and the dense search that every strategy ends in.
///
/// A tile's rows are brought into the frame once; `findNearest` may then be asked about any number of
/// codebooks. Nothing is allocated after `init`.
struct NearestSearch<Scalar: VectorScalar>: ~Copyable, Sendable {
  let kernels: Kernels<Scalar>
  private var groups: AlignedBuffer<Scalar>
  private var margins: AlignedBuffer<Scalar>
  private var undecided: [UndecidedRow]
  private var candidates: [Int32]
  private var isPacked = false
  /// For each row of the last search, by how much half the squared distance to any other centroid
  /// exceeds that to its own, or less: 0 if nothing is known, and empty unless asked for.
  private(set) var gaps: [Scalar]

  init(
    kernels: Kernels<Scalar>, tileRows: Int, featureCount: Int, clusterCount: Int,
    keepsGaps: Bool = false
  ) {
    let padded = Kernels<Scalar>.paddedRowCount(tileRows)
    self.kernels = kernels
    groups = AlignedBuffer(count: padded * featureCount)
    margins = AlignedBuffer(count: padded)
    undecided = Array(repeating: UndecidedRow(), count: tileRows)
    candidates = Array(repeating: 0, count: max(2, clusterCount))
    gaps = Array(repeating: 0, count: keepsGaps ? tileRows : 0)
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
    in tile: Tile<Scalar>, codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    margin: Margin, codes: inout [Int32]
  ) -> Int? {
    let rows = tile.rows
    if !isPacked {
      kernels.pack(rows, frame: frame, margin: margin, into: &groups, margins: &margins)
      isPacked = true
    }
    let count = kernels.nearest(
      rowCount: rows.rowCount, in: groups, margins: margins, ahead: tile.ahead, to: codebook,
      codes: &codes, undecided: &undecided, gaps: &gaps)
    var notFinite: Int? = nil
    for position in 0..<count {
      let open = undecided[position]
      let row = Int(open.row)
      let found = kernels.candidates(
        of: open, rowCount: rows.rowCount, in: groups, codebook: codebook, into: &candidates)
      let code = NearTies.nearest(
        to: rows[row: row], among: candidates.span.extracting(0..<found),
        of: codebook.centroids, scale: frame.scale)
      if code == nil { notFinite = notFinite ?? row }
      codes[row] = code ?? 0
      if !gaps.isEmpty { gaps[row] = 0 }
    }
    return notFinite
  }
}
