internal import CVQKernels

/// The dense search that every strategy falls back on, with the workspace of one worker.
///
/// A tile's rows are translated and scaled into the frame once. `findNearest` can then search any
/// number of codebooks that share the frame. Allocates memory only in `init`.
struct NearestSearch<Scalar: VectorScalar>: ~Copyable, Sendable {
  let kernels: Kernels<Scalar>
  private var packed: PackedRows<Scalar>
  private var verdicts: Verdicts<Scalar>
  private let candidates: TileMemory<Int32>
  private var isPacked = false

  /// Allocates memory for the tiles of a plan, or for `rowCapacity` rows.
  init(kernels: Kernels<Scalar>, plan: TilePlan, rowCapacity: Int? = nil, keepsGaps: Bool = false) {
    let rows = rowCapacity ?? plan.tileRows
    self.kernels = kernels
    packed = PackedRows(capacity: rows, featureCount: plan.featureCount)
    verdicts = Verdicts(rowCapacity: rows, keepsGaps: keepsGaps)
    candidates = TileMemory(count: max(2, plan.clusterCount))
  }

  /// For each row of the last search, a lower bound on the gap to all other centroids.
  ///
  /// The gap is half the squared distance to another centroid minus half the squared distance to
  /// the nearest. The bound is 0 if nothing is known. Empty unless `keepsGaps` was set.
  var gaps: Span<Scalar> {
    @_lifetime(borrow self)
    get { verdicts.gaps.span }
  }

  /// Begins a new tile.
  ///
  /// Its rows are packed when they are first needed.
  mutating func beginTile() {
    isPacked = false
  }

  /// Writes the code of each row's nearest centroid to `codes`, for the `tile` begun.
  ///
  /// On a tie, the lowest code wins.
  ///
  /// - Returns: The first row that holds a NaN or an infinity, or `nil`. Such a row gets code 0.
  mutating func findNearest(
    in tile: Tile<Scalar>, among codebook: PackedCodebook<Scalar>,
    codes: borrowing TileMemory<Int32>
  ) -> Int? {
    let rows = tile.rows
    if !isPacked {
      packed.count = rows.rowCount
      kernels.pack(rows, frame: codebook.frame, margin: codebook.margin, into: packed)
      isPacked = true
    }
    let count = kernels.nearest(
      to: packed, ahead: tile.ahead, among: codebook, codes: codes, verdicts: verdicts)
    var notFinite: Int? = nil
    for position in 0..<count {
      let open = verdicts.undecided[position]
      let row = Int(open.row)
      let found = kernels.candidates(of: open, in: packed, among: codebook, into: candidates)
      let code = NearTies.nearest(
        to: rows[row: row], among: candidates.view(0..<found),
        of: codebook.centroids, scale: codebook.frame.scale)
      if code == nil { notFinite = notFinite ?? row }
      codes[row] = code ?? 0
      if !verdicts.gaps.isEmpty { verdicts.gaps[row] = 0 }
    }
    return notFinite
  }
}
