internal import CVQKernels

/// A tile's rows rounded to bytes, with the step and the margin of each row.
///
/// Allocated once for the largest tile; empty if the kernel set does not round to bytes.
struct RoundedRows: ~Copyable, Sendable {
  let groups: TileMemory<UInt8>
  let steps: TileMemory<Float>
  let margins: TileMemory<Float>
  /// For each row of the last search, a lower bound on its gap; empty unless requested.
  let gaps: TileMemory<Float>
  let featureCount: Int
  /// The number of rows in use.
  var count = 0

  /// Allocates memory for `capacity` rows.
  init(capacity: Int, featureCount: Int, keepsGaps: Bool) {
    let padded = Kernels<Float>.paddedRowCount(capacity)
    self.featureCount = featureCount
    groups = TileMemory(count: padded * Self.byteCount(featureCount: featureCount))
    steps = TileMemory(count: padded)
    margins = TileMemory(count: padded)
    gaps = TileMemory(count: keepsGaps ? padded : 0)
  }

  /// The number of bytes of one row: one for each feature, rounded up to a multiple of 4.
  static func byteCount(featureCount: Int) -> Int { (featureCount + 3) / 4 * 4 }
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
