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
  private var policy: ByteSearchPolicy
  private var isPacked = false
  private var isRounded = false

  /// Allocates memory for the tiles of a plan, or for `rowCapacity` rows.
  init(kernels: Kernels<Scalar>, plan: TilePlan, rowCapacity: Int? = nil, keepsGaps: Bool = false) {
    let rows = rowCapacity ?? plan.tileRows
    self.kernels = kernels
    packed = PackedRows(capacity: rows, featureCount: plan.featureCount)
    let usesBytes = kernels.searchesBytes(plan)
    rounded = RoundedRows(
      capacity: usesBytes ? rows : 0, featureCount: plan.featureCount,
      clusterCount: usesBytes ? plan.clusterCount : 0, keepsGaps: keepsGaps)
    undecided = UndecidedRows(
      kernels: kernels, plan: plan, rowCapacity: rows, keepsGaps: keepsGaps)
    policy = ByteSearchPolicy(plan)
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
    for position in 0..<undecided.count {
      if undecided.isFull { undecided.settle(tile.rows, among: codebook, codes: codes) }
      let row = undecided.verdicts.undecided[position]
      if !gaps.isEmpty { undecided.verdicts.gaps[Int(row.row)] = 0 }
      let found = kernels.candidates(
        of: row, in: packed, among: codebook, into: undecided.candidates)
      undecided.append(position, candidateCount: found)
    }
    undecided.settle(tile.rows, among: codebook, codes: codes)
    return undecided.notFinite
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
    undecided.begin()
    var openCount = 0
    for start in stride(from: 0, to: rounded.count, by: kernels.byteGroup) {
      undecided.count = kernels.nearestBytes(
        to: rounded.group(start, of: kernels.byteGroup, ahead: tile.ahead), of: rounded,
        among: codebook, codes: codes, undecided: undecided.verdicts.undecided)
      openCount += undecided.count
      undecided.tighten(tile.rows, as: rounded, among: codebook, codes: codes)
      takeGaps(start..<min(start + kernels.byteGroup, rounded.count))
      appendCandidates(tile, codebook, codes)
    }
    undecided.settle(tile.rows, among: codebook, codes: codes)
    policy.note(
      rowCount: rounded.count, openCount: openCount, pairCount: undecided.measuredCount)
    return undecided.notFinite
  }

  /// Finds the candidates of a group's undecided rows, and adds them to the batch.
  private mutating func appendCandidates(
    _ tile: Tile<Scalar>, _ codebook: PackedCodebook<Scalar>,
    _ codes: borrowing TileMemory<Int32>
  ) {
    let capacity = rounded.workspace.capacity
    for first in stride(from: 0, to: undecided.count, by: capacity) {
      let items = first..<min(first + capacity, undecided.count)
      kernels.findCandidates(
        of: undecided.verdicts.undecided.view(items), in: rounded, among: codebook)
      var start = 0
      for item in items {
        if undecided.isFull { undecided.settle(tile.rows, among: codebook, codes: codes) }
        let row = Int(undecided.verdicts.undecided[item].row)
        takeGaps(row..<(row + 1))
        let end = start + Int(rounded.workspace.counts[item - first])
        undecided.append(item, candidates: start..<end, of: rounded.workspace.codes)
        start = end
      }
    }
  }

  /// Takes over the gaps of some rounded rows.
  private func takeGaps(_ rows: Range<Int>) {
    if gaps.isEmpty { return }
    for row in rows { undecided.verdicts.gaps[row] = Scalar(rounded.gaps[row]) }
  }
}
