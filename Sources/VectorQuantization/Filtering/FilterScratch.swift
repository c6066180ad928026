/// What one worker needs to find the candidates of boxes, and to search among a few.
struct FilterScratch<Scalar: VectorScalar>: ~Copyable, Sendable {
  var candidates: CandidateStack
  /// Centroids that a leaf is searched for, as they are and packed.
  private var centroids: [Scalar] = []
  private var panels = AlignedBuffer<Scalar>(count: 0)
  private var room = 0
  /// The codes of a leaf's rows.
  var codes = [Int32](repeating: 0, count: BoxTreeShape.leafRows)
  /// The pairs of an observation and a centroid compared in this pass.
  var pairCount = 0

  init(featureCount: Int) {
    candidates = CandidateStack(featureCount: featureCount)
  }

  /// Finds which of the candidates in `list` is nearest to each row of a tile.
  ///
  /// - Parameters:
  ///   - tile: The rows, finite.
  ///   - list: The candidates.
  ///   - all: Every centroid.
  ///   - frame: The frame to search in.
  ///   - scratch: Its search is used; receives the places in `list` as codes.
  mutating func findNearest(
    in tile: Tile<Scalar>, among list: CandidateList, of all: MatrixSpan<Scalar>,
    frame: Frame<Scalar>, with scratch: inout Scratch<Scalar>
  ) {
    let (d, kernels) = (all.columnCount, scratch.search.kernels)
    makeRoom(list.count, featureCount: d)
    for place in 0..<list.count {
      let centroid = all[row: Int(candidates.codes[list.start + place])]
      for feature in 0..<d { centroids[place * d + feature] = centroid[feature] }
    }
    pairCount += tile.rows.rowCount * list.count
    let centroids = centroids
    let chosen = MatrixSpan(
      centroids.span.extracting(first: list.count * d), rows: list.count, columns: d)
    let norms: (least: Double, greatest: Double)
    do {
      var packed = panels.mutableSpan
      norms = kernels.pack(
        centroids: chosen.elements, clusterCount: list.count, frame: frame, into: &packed)
    }
    let margin = Margin(
      least: norms.least, greatest: norms.greatest, featureCount: d, of: Scalar.self)
    scratch.search.beginTile()
    _ = scratch.search.findNearest(
      in: tile, codebook: PackedCodebook(panels: panels.span, centroids: chosen), frame: frame,
      margin: margin, codes: &scratch.codes)
  }

  private mutating func makeRoom(_ count: Int, featureCount: Int) {
    if count <= room { return }
    room = max(16, count, 2 * room)
    centroids = Array(repeating: 0, count: room * featureCount)
    panels = AlignedBuffer(
      count: Kernels<Scalar>.panelCount(clusterCount: room, featureCount: featureCount))
  }
}
