internal import CVQKernels

/// The dense search that every strategy falls back on, with the workspace of one worker.
///
/// A tile's rows are translated and scaled into the frame once. `findNearest` can then search any
/// number of codebooks that share the frame. Allocates memory only in `init`.
struct NearestSearch<Scalar: VectorScalar>: ~Copyable, Sendable {
  let kernels: Kernels<Scalar>
  private var packed: PackedRows<Scalar>
  private var rounded: RoundedRows
  private var undecided: UndecidedRows<Scalar>
  private var byteCandidates: ByteCandidates
  private var policy: ByteSearchPolicy
  private var isPacked = false
  private var isRounded = false

  /// Allocates memory for the tiles of a plan, or for `rowCapacity` rows.
  init(kernels: Kernels<Scalar>, plan: TilePlan, rowCapacity: Int? = nil, keepsGaps: Bool = false) {
    let rows = rowCapacity ?? plan.tileRows
    self.kernels = kernels
    packed = PackedRows(capacity: rows, featureCount: plan.featureCount)
    rounded = RoundedRows(
      capacity: kernels.searchesBytes(plan) ? rows : 0, featureCount: plan.featureCount,
      keepsGaps: keepsGaps)
    undecided = UndecidedRows(
      kernels: kernels, plan: plan, rowCapacity: rows, keepsGaps: keepsGaps)
    policy = ByteSearchPolicy(plan)
    byteCandidates = ByteCandidates(
      clusterCount: kernels.searchesBytes(plan) ? plan.clusterCount : 0,
      featureCount: plan.featureCount)
  }

  /// For each row of the last search, a lower bound on the gap to all other centroids.
  ///
  /// The gap is half the squared distance to another centroid minus half the squared distance to
  /// the nearest. The bound is 0 if nothing is known. Empty unless `keepsGaps` was set.
  var gaps: Span<Scalar> {
    @_lifetime(borrow self)
    get { undecided.verdicts.gaps.span }
  }

  /// Begins a new tile.
  ///
  /// Its rows are packed when they are first needed.
  mutating func beginTile() {
    isPacked = false
    isRounded = false
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
    if !codebook.rounded.panels.isEmpty, !rounded.groups.isEmpty, policy.choosesBytes() {
      return findNearestByBytes(in: tile, among: codebook, codes: codes)
    }
    if !isPacked {
      packed.count = tile.rows.rowCount
      kernels.pack(tile.rows, frame: codebook.frame, margin: codebook.margin, into: packed)
      isPacked = true
    }
    undecided.count = kernels.nearest(
      to: packed, ahead: tile.ahead, among: codebook, codes: codes, verdicts: undecided.verdicts)
    undecided.begin()
    var notFinite: Int? = nil
    for position in 0..<undecided.count {
      if undecided.isFull { settle(tile, codebook, codes, &notFinite) }
      let row = undecided.verdicts.undecided[position]
      if !gaps.isEmpty { undecided.verdicts.gaps[Int(row.row)] = 0 }
      let found = kernels.candidates(
        of: row, in: packed, among: codebook, into: undecided.candidates)
      undecided.append(position, candidateCount: found)
    }
    settle(tile, codebook, codes, &notFinite)
    return notFinite
  }

  /// Finds the nearest centroids by rows and centroids rounded to bytes.
  private mutating func findNearestByBytes(
    in tile: Tile<Scalar>, among codebook: PackedCodebook<Scalar>,
    codes: borrowing TileMemory<Int32>
  ) -> Int? {
    if !isRounded {
      rounded.count = tile.rows.rowCount
      kernels.round(
        tile.rows, frame: codebook.frame, margin: codebook.rounded.margin, into: rounded)
      isRounded = true
    }
    undecided.count = kernels.nearestBytes(
      to: rounded, ahead: tile.ahead, among: codebook, codes: codes,
      undecided: undecided.verdicts.undecided)
    for row in 0..<min(gaps.count, rounded.count) {
      undecided.verdicts.gaps[row] = Scalar(rounded.gaps[row])
    }
    undecided.begin()
    undecided.tighten(tile.rows, as: rounded, among: codebook, codes: codes)
    var notFinite: Int? = nil
    var rescannedCount = 0
    for position in 0..<undecided.count {
      let row = undecided.verdicts.undecided[position]
      if row.is_pair {
        if undecided.isFull { settle(tile, codebook, codes, &notFinite) }
        undecided.appendPair(position)
        continue
      }
      rescannedCount += 1
      if !gaps.isEmpty { undecided.verdicts.gaps[Int(row.row)] = 0 }
      byteCandidates.append(row, at: position)
      if byteCandidates.isFull(groupRows: kernels.byteGroup) {
        rescan(tile, codebook, codes, &notFinite)
      }
    }
    rescan(tile, codebook, codes, &notFinite)
    settle(tile, codebook, codes, &notFinite)
    policy.note(
      rowCount: rounded.count, pairCount: undecided.measuredCount, rescannedCount: rescannedCount)
    return notFinite
  }

  /// Finds the candidates of the collected rows, which have more than two.
  private mutating func rescan(
    _ tile: Tile<Scalar>, _ codebook: PackedCodebook<Scalar>,
    _ codes: borrowing TileMemory<Int32>, _ notFinite: inout Int?
  ) {
    // The kernel would compare an empty group with every centroid.
    if byteCandidates.count == 0 { return }
    kernels.findCandidates(of: byteCandidates, in: rounded, among: codebook)
    var start = 0
    for item in 0..<byteCandidates.count {
      if undecided.isFull { settle(tile, codebook, codes, &notFinite) }
      let end = start + Int(byteCandidates.counts[item])
      undecided.append(
        byteCandidates.position(item), candidates: start..<end, of: byteCandidates.codes)
      start = end
    }
    byteCandidates.removeAll()
  }

  /// Settles the undecided rows of the batch.
  private mutating func settle(
    _ tile: Tile<Scalar>, _ codebook: PackedCodebook<Scalar>,
    _ codes: borrowing TileMemory<Int32>, _ notFinite: inout Int?
  ) {
    let found = undecided.settle(tile.rows, among: codebook, codes: codes)
    // Rows are settled in another order than theirs.
    if let found { notFinite = min(notFinite ?? found, found) }
  }
}
