/// For each proposal, the observations that are nearer to it than to any chosen centroid, and their
/// distances.
struct ProposalLists: ~Copyable, Sendable {
  /// The start of each proposal's list, then the end of the last list.
  private(set) var starts: [Int] = [0]
  private var allRows = TileMemory<UInt32>(count: 0)
  private var allSquared = TileMemory<Double>(count: 0)
  /// The reduction of the potential by each proposal, at the time the lists were made.
  ///
  /// Apart from rounding, an upper bound of the reduction at any later time.
  private(set) var bounds: [Double] = []

  /// The number of pairs in all lists.
  var count: Int { starts[starts.count - 1] }

  func range(_ proposal: Int) -> Range<Int> { starts[proposal]..<starts[proposal + 1] }

  /// A proposal's observations, ascending.
  @_lifetime(borrow self)
  func rows(_ proposal: Int) -> Span<UInt32> { allRows.view(range(proposal)) }

  /// The squared distances of a proposal's observations from it, scaled.
  @_lifetime(borrow self)
  func squared(_ proposal: Int) -> Span<Double> { allSquared.view(range(proposal)) }

  /// Joins the parts of all chunks, in the order of the chunks.
  mutating func join(_ parts: [ChunkProposalLists], proposalCount: Int, workers: Int) {
    starts = [0]
    bounds = []
    for proposal in 0..<proposalCount {
      let count = parts.reduce(0) { $0 + $1.range(proposal).count }
      starts.append(starts[proposal] + count)
      bounds.append(parts.reduce(0) { $0 + $1.bounds[proposal] })
    }
    if allRows.count < count {
      let room = count + count / 4
      // Frees the old memory before it allocates the new.
      allRows = TileMemory(count: 0)
      allSquared = TileMemory(count: 0)
      allRows = TileMemory(count: room)
      allSquared = TileMemory(count: room)
    }
    copy(parts, workers: count < Self.fewPairs ? 1 : workers)
  }

  /// Copies the pairs of all chunks to the lists, whose positions are known.
  private func copy(_ parts: [ChunkProposalLists], workers: Int) {
    parallelFor(starts.count - 1, workers: workers) { _, queue in
      while let proposal = queue.take() {
        var rows = allRows.lend(range(proposal))
        var squared = allSquared.lend(range(proposal))
        var next = 0
        for part in parts {
          let (partRows, partSquared) = (part.rows.span, part.squared.span)
          for pair in part.range(proposal) {
            rows[next] = partRows[pair]
            squared[next] = partSquared[pair]
            next += 1
          }
        }
      }
    }
  }

  /// Copying fewer pairs than this is not worth a second thread.
  private static var fewPairs: Int { 50_000 }
}

/// One chunk's pairs, sorted by proposal.
struct ChunkProposalLists: Sendable {
  private(set) var rows: [UInt32] = []
  private(set) var squared: [Double] = []
  /// The reduction of the chunk's part of the potential by each proposal.
  private(set) var bounds: [Double] = []
  private var starts: [Int] = [0]

  func range(_ proposal: Int) -> Range<Int> { starts[proposal]..<starts[proposal + 1] }

  /// Sorts pairs by proposal, then by row.
  ///
  /// `present` and `weights` cover all rows.
  mutating func sort(
    _ pairs: borrowing RadiusMatches, proposalCount: Int, present: Span<Double>,
    weights: Span<Double>?
  ) {
    // Shrinks a buffer that is mostly empty, because the pairs of the next pass may lie in other
    // chunks.
    if rows.count < pairs.count || rows.count > 2 * pairs.count + 1024 {
      let room = pairs.count + pairs.count / 4
      rows = Array(repeating: 0, count: room)
      squared = Array(repeating: 0, count: room)
    }
    starts = Array(repeating: 0, count: proposalCount + 1)
    let codes = pairs.codes
    for pair in 0..<pairs.count { starts[Int(codes[pair]) + 1] += 1 }
    for proposal in 0..<proposalCount { starts[proposal + 1] += starts[proposal] }
    bounds = Array(repeating: 0, count: proposalCount)
    Self.place(
      pairs, at: starts, of: &rows, &squared, bounds: &bounds, present: present, weights: weights)
  }

  private static func place(
    _ pairs: borrowing RadiusMatches, at starts: [Int], of allRows: inout [UInt32],
    _ allSquared: inout [Double],
    bounds allBounds: inout [Double], present: Span<Double>, weights: Span<Double>?
  ) {
    var places = starts
    var next = places.mutableSpan
    var rows = allRows.mutableSpan
    var squared = allSquared.mutableSpan
    var bounds = allBounds.mutableSpan
    let (fromRows, fromCodes) = (pairs.rows, pairs.codes)
    let fromSquared = pairs.squared
    for pair in 0..<pairs.count {
      let (row, code, found) = (fromRows[pair], Int(fromCodes[pair]), fromSquared[pair])
      let place = next[code]
      next[code] = place + 1
      rows[place] = row
      squared[place] = found
      // Not negative, except for rounding, which `bestTrial` allows for.
      let lowered = present[Int(row)] - found
      if let weights {
        bounds[code] += lowered * weights[Int(row)]
      } else {
        bounds[code] += lowered
      }
    }
  }
}

/// One worker's radius search, and the pairs it found in the current chunk.
struct SeedingWorkspace<Scalar: VectorScalar>: ~Copyable, Sendable {
  var search: RadiusSearch<Scalar>
  var pairs = RadiusMatches()

  init(kernels: Kernels<Scalar>, plan: TilePlan, proposalCount: Int) {
    search = RadiusSearch(
      kernels: kernels, tileRows: plan.tileRows, featureCount: plan.featureCount,
      clusterCount: proposalCount)
  }
}
