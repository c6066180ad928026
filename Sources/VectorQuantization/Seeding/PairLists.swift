internal import Synchronization

/// For each of some proposed centroids, the observations that would be nearer to it than to any
/// chosen so far, and how near.
struct PairLists {
  /// Where each proposal's list begins, and at the end where the last one ends.
  private(set) var starts: [Int] = [0]
  /// The observations, ascending within a list.
  private(set) var rows: [UInt32] = []
  /// Their squared distances to the proposal, scaled.
  private(set) var squared: [Double] = []
  /// How much each proposal would lower the potential, as it was when the lists were made; an upper
  /// bound of what it lowers it by later.
  private(set) var bounds: [Double] = []

  /// The pairs of all lists.
  var count: Int { starts[starts.count - 1] }

  func range(_ proposal: Int) -> Range<Int> { starts[proposal]..<starts[proposal + 1] }

  /// Joins the parts of all chunks, in their order, and measures what each proposal would lower.
  mutating func join<Scalar: VectorScalar>(
    _ parts: [ChunkPairs], proposalCount: Int, potential: Potential, seeding: Seeding<Scalar>
  ) {
    starts = [0]
    for proposal in 0..<proposalCount {
      let count = parts.reduce(0) { $0 + $1.range(proposal).count }
      starts.append(starts[proposal] + count)
    }
    // Taken out, since an array's elements are written in place only if it has no other owner.
    var (rows, squared) = (rows, squared)
    (self.rows, self.squared) = ([], [])
    if rows.count < count {
      rows = Array(repeating: 0, count: count)
      squared = Array(repeating: 0, count: count)
    }
    var bounds = [Double](repeating: 0, count: proposalCount)
    Self.join(
      parts, starts: starts, potential: potential, seeding: seeding, rows: &rows,
      squared: &squared, bounds: &bounds)
    (self.rows, self.squared, self.bounds) = (rows, squared, bounds)
  }

  private static func join<Scalar: VectorScalar>(
    _ parts: [ChunkPairs], starts: [Int], potential: Potential, seeding: Seeding<Scalar>,
    rows: inout [UInt32], squared: inout [Double], bounds: inout [Double]
  ) {
    let proposalCount = bounds.count
    let (starts, present) = (starts, potential.squared.span)
    let allRows = DisjointTiles(rows.mutableSpan)
    let allSquared = DisjointTiles(squared.mutableSpan)
    let allBounds = DisjointTiles(bounds.mutableSpan)
    let workers = starts[proposalCount] < fewPairs ? 1 : seeding.workspaces.count
    parallelFor(proposalCount, workers: workers, stop: seeding.stop) { _, queue in
      while let proposal = queue.take() {
        let range = starts[proposal]..<starts[proposal + 1]
        var rows = allRows.lend(range)
        var squared = allSquared.lend(range)
        var next = 0
        for part in parts {
          let (partRows, partSquared) = (part.rows.span, part.squared.span)
          for pair in part.range(proposal) {
            rows[next] = partRows[pair]
            squared[next] = partSquared[pair]
            next += 1
          }
        }
        var bound = allBounds.lend(proposal..<(proposal + 1))
        bound[0] = seeding.reduction(rows.span, squared.span, present: present)
      }
    }
  }

  /// Joining fewer pairs than this is not worth a second thread.
  private static var fewPairs: Int { 10_000 }
}

/// One chunk's pairs, sorted by proposal.
struct ChunkPairs: Sendable {
  var rows: [UInt32] = []
  var squared: [Double] = []
  /// Where each proposal's pairs begin, and at the end where the last ones end.
  var starts: [Int] = [0]

  func range(_ proposal: Int) -> Range<Int> { starts[proposal]..<starts[proposal + 1] }
}

/// What one worker needs to find pairs, and the pairs of the chunk at hand.
struct PairScratch<Scalar: VectorScalar>: ~Copyable, Sendable {
  var search: PairSearch<Scalar>
  private var rows: [UInt32] = []
  private var codes: [Int32] = []
  private var squared: [Double] = []

  init(kernels: Kernels<Scalar>, plan: TilePlan, proposalCount: Int) {
    search = PairSearch(
      kernels: kernels, tileRows: plan.tileRows, featureCount: plan.featureCount,
      clusterCount: proposalCount)
  }

  /// Begins a chunk.
  mutating func clear() {
    rows.removeAll(keepingCapacity: true)
    codes.removeAll(keepingCapacity: true)
    squared.removeAll(keepingCapacity: true)
  }

  /// Keeps the first `count` pairs found last, in a tile that begins at row `first`.
  mutating func keep(_ count: Int, first: Int) {
    for pair in 0..<count {
      rows.append(UInt32(first + Int(search.rows[pair])))
      codes.append(search.codes[pair])
      squared.append(search.squared[pair])
    }
  }

  /// Writes the pairs kept, by proposal and within one by row.
  func sort(into sorted: inout ChunkPairs, proposalCount: Int) {
    sorted.starts = Array(repeating: 0, count: proposalCount + 1)
    for code in codes { sorted.starts[Int(code) + 1] += 1 }
    for proposal in 0..<proposalCount { sorted.starts[proposal + 1] += sorted.starts[proposal] }
    if sorted.rows.count < rows.count {
      sorted.rows = Array(repeating: 0, count: rows.count)
      sorted.squared = Array(repeating: 0, count: rows.count)
    }
    var next = sorted.starts
    for pair in rows.indices {
      let code = Int(codes[pair])
      let place = next[code]
      next[code] = place + 1
      sorted.rows[place] = rows[pair]
      sorted.squared[place] = squared[pair]
    }
  }
}
