/// One worker's workspace to find the candidates of boxes and to search leaves.
struct FilteringWorkspace<Scalar: VectorScalar>: ~Copyable, Sendable {
  var candidates: CandidateStack
  /// The centroids that a leaf is searched among, as they are and packed.
  private var centroids: [Double] = []
  var panels: CodebookPanels<Scalar>
  private let frame: Frame<Scalar>
  private var room = 0
  /// The codes of a leaf's rows.
  let codes = TileMemory<Int32>(count: BoxTreeShape.leafRows)
  /// The number of pairs of an observation and a centroid compared in this pass.
  var pairCount = 0

  init(frame: Frame<Scalar>) {
    self.frame = frame
    candidates = CandidateStack(featureCount: frame.shift.count)
    panels = CodebookPanels(capacity: 0, frame: frame)
  }

  /// Copies the centroids of the candidates in `list`, one after the other.
  mutating func choose(_ list: CandidateList, of all: MatrixSpan<Double>) -> [Double] {
    let d = all.columnCount
    makeRoom(list.count, featureCount: d)
    for place in 0..<list.count {
      let centroid = all[row: Int(candidates.codes[list.start + place])]
      for feature in 0..<d { centroids[place * d + feature] = centroid[feature] }
    }
    return centroids
  }

  private mutating func makeRoom(_ count: Int, featureCount: Int) {
    if count <= room { return }
    room = max(16, count, 2 * room)
    centroids = Array(repeating: 0, count: room * featureCount)
    panels = CodebookPanels(capacity: room, frame: frame)
  }
}
