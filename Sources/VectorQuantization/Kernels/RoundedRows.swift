internal import CVQKernels

/// A tile's rows rounded to bytes, with the step and the margin of each row.
///
/// Allocated once for the largest tile; empty if the kernel set does not round to bytes.
struct RoundedRows: ~Copyable, Sendable {
  let groups: TileMemory<UInt8>
  let steps: TileMemory<Float>
  let margins: TileMemory<Float>
  /// The squared norms of the rows in the frame.
  let squaredNorms: TileMemory<Float>
  /// For each row of the last search, a lower bound on its gap; empty unless requested.
  let gaps: TileMemory<Float>
  /// What a search among `clusterCount` centroids needs besides.
  let workspace: ByteWorkspace
  let featureCount: Int
  /// The number of rows in use.
  var count = 0

  /// Allocates memory for `capacity` rows, and for a search among `clusterCount` centroids.
  init(capacity: Int, featureCount: Int, clusterCount: Int, keepsGaps: Bool) {
    workspace = ByteWorkspace(clusterCount: clusterCount)
    let padded = Kernels<Float>.paddedRowCount(capacity)
    self.featureCount = featureCount
    groups = TileMemory(count: padded * Self.byteCount(featureCount: featureCount))
    steps = TileMemory(count: padded)
    margins = TileMemory(count: padded)
    squaredNorms = TileMemory(count: padded)
    gaps = TileMemory(count: keepsGaps ? padded : 0)
  }

  /// The group of rows that begins with row `start`, whose search prefetches its part of `ahead`.
  @_lifetime(copy ahead)
  func group<Scalar>(_ start: Int, of groupRows: Int, ahead: Span<Scalar>) -> ByteGroup<Scalar> {
    func share(_ row: Int) -> Int { ahead.count * min(row, count) / count }
    let part = ahead.extracting(share(start)..<share(start + groupRows))
    return ByteGroup(start: start, ahead: part)
  }

  /// The number of bytes of one row: one for each feature, rounded up to a multiple of 4.
  static func byteCount(featureCount: Int) -> Int { (featureCount + 3) / 4 * 4 }
}

/// A group of rounded rows, and what to prefetch while it is searched.
struct ByteGroup<Scalar: VectorScalar>: ~Escapable {
  /// The first row.
  let start: Int
  let ahead: Span<Scalar>

  @_lifetime(copy ahead)
  init(start: Int, ahead: Span<Scalar>) {
    self.start = start
    self.ahead = ahead
  }
}

/// A codebook rounded to bytes, and the margin of its scores.
struct RoundedCodebook: ~Escapable, Sendable {
  /// Panels of 8 centroids; empty if the codebook must be searched in the scalar.
  let panels: Span<UInt8>
  let margin: Margin

  @_lifetime(copy panels)
  init(panels: Span<UInt8>, margin: Margin) {
    self.panels = panels
    self.margin = margin
  }

  /// No codebook.
  @_lifetime(immortal)
  init() {
    panels = Span()
    margin = .none
  }

  /// The number of bytes that `clusterCount` centroids take.
  static func byteCount(clusterCount: Int, featureCount: Int) -> Int {
    (clusterCount + PackedPanel.width - 1) / PackedPanel.width
      * panelByteCount(featureCount: featureCount)
  }

  /// The number of bytes of one panel: half norms, scales and starts, then the bytes.
  static func panelByteCount(featureCount: Int) -> Int {
    PackedPanel.width * (12 + RoundedRows.byteCount(featureCount: featureCount))
  }

  /// Gives one centroid of some panels an infinite half norm, so that it is never the nearest.
  static func exclude(code: Int, featureCount: Int, from panels: inout MutableSpan<UInt8>) {
    let width = PackedPanel.width
    let start = code / width * panelByteCount(featureCount: featureCount) + code % width * 4
    var bits = Float.infinity.bitPattern.littleEndian
    for byte in 0..<4 {
      panels[start + byte] = UInt8(truncatingIfNeeded: bits)
      bits >>= 8
    }
  }
}

/// Memory for the rounded codebooks of some runs, and their common margin.
struct RoundedPanels: ~Copyable, Sendable {
  private var bytes = TileMemory<UInt8>(count: 0)
  private let slotCount: Int
  private let plan: TilePlan
  private let width: Int
  /// The margin of the codebooks that were rounded last.
  var margin = Margin.none

  /// Describes `slotCount` codebooks of a plan; `prepare` allocates them.
  init(slotCount: Int, plan: TilePlan) {
    self.slotCount = slotCount
    self.plan = plan
    // Whole cache lines, so that the panels of every run are aligned.
    let count = RoundedCodebook.byteCount(
      clusterCount: plan.clusterCount, featureCount: plan.featureCount)
    width = (count + 63) / 64 * 64
  }

  /// Allocates the memory once, if the kernels search the plan by bytes.
  mutating func prepare<Scalar: VectorScalar>(_ kernels: Kernels<Scalar>) {
    guard isEmpty, kernels.searchesBytes(plan) else { return }
    bytes = TileMemory(count: slotCount * width)
  }

  var isEmpty: Bool { bytes.isEmpty }

  /// The panels of some codes of a run, to write.
  ///
  /// The codes begin with a whole panel.
  @_lifetime(borrow self)
  func lend(_ codes: Range<Int>, slot: Int) -> MutableSpan<UInt8> {
    let start = slot * width
    let first = RoundedCodebook.byteCount(
      clusterCount: codes.lowerBound, featureCount: plan.featureCount)
    let last = RoundedCodebook.byteCount(
      clusterCount: codes.upperBound, featureCount: plan.featureCount)
    return bytes.lend((start + first)..<(start + last))
  }

  /// A run's rounded codebook; empty if it must not be searched.
  @_lifetime(borrow self)
  func codebook(_ slot: Int) -> RoundedCodebook {
    if bytes.isEmpty || !margin.coarseness.isFinite { return RoundedCodebook() }
    return RoundedCodebook(
      panels: bytes.view((slot * width)..<((slot + 1) * width)), margin: margin)
  }
}
