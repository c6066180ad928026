extension BlockSums {
  /// The sums of the blocks in one window take at most about this many bytes, unless the threads
  /// need more blocks.
  private static var windowBytes: Int { 32 << 20 }
  private static var mostBlocksAtATime: Int { 256 }

  /// Assigns the observations of some blocks to a codebook, and adds them up.
  ///
  /// - Parameters:
  ///   - call: The arguments.
  ///   - codes: Receives the code of each observation. An empty buffer means "not requested".
  /// - Throws: ``ClusteringError`` if an argument is invalid, or the blocks are not a node of the
  ///   tree.
  /// - Complexity: O(*n* · *k* · *d*).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init<Scalar: VectorScalar>(
    adding call: BlockCall<Scalar>, codes: LentMemory<Int32>
  ) throws(ClusteringError) {
    let (observations, codebook, blockRows) = (call.observations, call.codebook, call.blockRows)
    let problem = Problem(
      codebook: codebook, origin: call.origin, blockRows: blockRows,
      isWeighted: call.weights != nil, scalarType: ElementType(of: Scalar.self))
    let blocks = try call.checkedBlocks()
    let kernels = Kernels<Scalar>(try KernelSet.preferred())
    let count = codebook.clusterCount * problem.featureCount
    let light = Workers.count(for: Double(count), limit: call.workers)
    var frame = Frame<Scalar>(
      ofCodebook: Moments(
        of: ObservationTiles(codebook.centroids.span),
        Team(Kernels<Double>(kernels.set), workers: light, stop: call.stop)))
    frame.origin = call.origin ?? Array(repeating: 0, count: problem.featureCount)

    let work = Double(observations.rowCount) * Double(count)
    let threads = Workers.count(for: work, limit: call.workers)
    let recordBytes = count * MemoryLayout<Double>.size
    let window = max(
      Self.minimumPower(notBelow: threads),
      Self.minimumPower(notBelow: min(Self.mostBlocksAtATime, Self.windowBytes / recordBytes) + 1)
        / 2
    )
    let target = Target(
      codebook: codebook, problem: problem, frame: frame, kernels: kernels, threads: threads,
      stop: call.stop ?? StopFlag())
    // Nodes of decreasing size, like the ones of a binary number: nodes of equal size merge at
    // once.
    var nodes: [BlockSums] = []
    for first in stride(from: 0, to: blocks.count, by: window) {
      let last = min(first + window, blocks.count)
      let rows = (first * blockRows)..<min(last * blockRows, observations.rowCount)
      let ownWeights: Span<Double>? = call.weights?.extracting(rows)
      let numbers = (blocks.lowerBound + first)..<(blocks.lowerBound + last)
      let window = BlockWindow(
        observations: observations.rows(rows), weights: ownWeights, firstRow: rows.lowerBound,
        blocks: numbers)
      var node = try BlockSums(
        window, assignedTo: target, moved: call.moved,
        codes: LentMemory(codes.lend(codes.isEmpty ? 0..<0 : rows)))
      while let left = nodes.last, left.blocks.count == node.blocks.count {
        nodes.removeLast()
        node = try left.merged(with: node)
      }
      nodes.append(node)
    }
    var all = nodes.removeLast()
    while let left = nodes.popLast() { all = try left.merged(with: all) }
    self = all
  }

  private func merged(with right: BlockSums) throws(ClusteringError) -> BlockSums {
    var merged = self
    try merged.merge(right)
    return merged
  }

  /// The codebook that all windows are assigned to, and the resources for it.
  private struct Target<Scalar: VectorScalar> {
    let codebook: Codebook<Double>
    let problem: Problem
    let frame: Frame<Scalar>
    let kernels: Kernels<Scalar>
    let threads: Int
    let stop: StopFlag
  }

  /// Adds up one window of blocks.
  ///
  /// They must be few, because each block has its own sums.
  private init<Scalar: VectorScalar>(
    _ window: BlockWindow<Scalar>, assignedTo target: Target<Scalar>, moved: [Int: Int32],
    codes: LentMemory<Int32>
  ) throws(ClusteringError) {
    let (observations, problem, frame) = (window.observations, target.problem, target.frame)
    let plan = TilePlan(
      blocksOf: problem.blockRows, rowCount: observations.rowCount, of: target.codebook.centroids,
      scalarSize: MemoryLayout<Scalar>.size)
    let signals = Signals(target.stop, reading: observations)
    let workers = min(target.threads, plan.tileCount)
    var room = TileRoom<Scalar>(for: observations, workers: workers)
    let input = FitInput(
      room.tiles(of: observations, kernels: target.kernels, failure: signals.failure),
      weights: window.weights, frame: frame, plan: plan)
    var wave = Wave(input, workers: workers)
    wave.codebooks.set(0, to: target.codebook.centroids.span)
    let team = Team(target.kernels, workers: workers, stop: signals.stop)
    wave.codebooks.pack([0], by: team)
    var pass = Pass(input, Execution(team, plan: plan))
    pass.measures = true
    let notFinite = pass.run(
      &wave, moving: window.moves(moved, blockRows: problem.blockRows), codes: codes)
    try signals.failure?.check(firstRow: window.firstRow)
    if pass.execution.isStopped { throw .stopped }
    if let notFinite {
      let row = try observations.copies(of: [notFinite]).elements
      throw .notFinite(
        row: window.firstRow + notFinite, column: row.firstIndex { !$0.isFinite } ?? 0)
    }
    _ = wave.reduceSums(0)
    let figures = wave.figures.merged(slot: 0)
    self.problem = problem
    blocks = window.blocks
    rowCount = observations.rowCount
    inertia = figures.inertia / frame.scale / frame.scale
    distances = figures.distances / frame.scale
    counts = Array(wave.runSums.counts(0))
    weights = counts.indices.map { wave.runSums.weight(0, code: $0) }
    sums = Array(wave.runSums.sums(0))
    if let place = sums.firstIndex(where: { !$0.isFinite }) {
      let column = place % problem.featureCount
      let row = input.farthestRow(inColumn: column)
      throw .magnitudeTooLarge(row: window.firstRow + row, column: column)
    }
    if !inertia.isFinite {
      // An infinite inertia is accepted, unless the rows are so large that a fit would refuse them.
      let zero = [Double](repeating: 0, count: problem.featureCount)
      let moments = Moments(of: input.observations, from: zero, team.unstoppable)
      try Magnitude.check(
        input.observations, extent: moments.maximum.max() ?? 0,
        count: max(Double(rowCount), totalWeight), firstRow: window.firstRow)
    }
  }
}

/// A range of blocks that are added up together.
private struct BlockWindow<Scalar: VectorScalar>: ~Escapable {
  let observations: Observations<Scalar>
  let weights: Span<Double>?
  /// The number of the first row within the call.
  let firstRow: Int
  let blocks: Range<Int>

  @_lifetime(copy observations, copy weights)
  init(
    observations: Observations<Scalar>, weights: Span<Double>?, firstRow: Int, blocks: Range<Int>
  ) {
    self.observations = observations
    self.weights = weights
    self.firstRow = firstRow
    self.blocks = blocks
  }

  /// The moves that concern these blocks, with rows counted from the first row of the window.
  func moves(_ all: [Int: Int32], blockRows: Int) -> [(row: Int, code: Int32)] {
    let start = blocks.lowerBound * blockRows
    return all.compactMap { row, code in
      (start..<(start + observations.rowCount)).contains(row) ? (row - start, code) : nil
    }
  }
}

extension Pass {
  /// Assigns and adds up every observation; adds some of them to another code than their nearest.
  ///
  /// - Parameters:
  ///   - wave: The packed codebook, and the memory for the sums.
  ///   - moves: Rows, and the codes to add them to. The statistics remain those of the nearest
  ///     centroids.
  ///   - codes: Receives the code of the nearest centroid of each observation. An empty buffer
  ///     means "not requested".
  /// - Returns: The first row with a NaN or an infinity, or `nil`.
  fileprivate mutating func run(
    _ wave: inout Wave<Scalar>, moving moves: [(row: Int, code: Int32)], codes: LentMemory<Int32>
  ) -> Int? {
    sums = .whole
    if moves.isEmpty { return run(by: Lloyd(), &wave, to: Output(codes: codes)) }
    sums = .none
    var found = [Int32](repeating: 0, count: input.plan.rowCount)
    let notFinite = run(by: Lloyd(), &wave, to: Output(codes: LentMemory(found.mutableSpan)))
    if !codes.isEmpty {
      var nearest = codes.lend(found.indices)
      for row in found.indices { nearest[row] = found[row] }
    }
    for move in moves { found[move.row] = move.code }
    (sums, measures) = (.whole, false)
    _ = run(by: GivenCodes(), &wave, to: Output(codes: LentMemory(found.mutableSpan)))
    return notFinite
  }
}

extension FitInput {
  /// The row that is farthest from the frame's origin in one feature.
  fileprivate func farthestRow(inColumn column: Int) -> Int {
    var farthest = (row: 0, distance: 0.0)
    observations.forEachRow(0..<plan.rowCount) { row, elements in
      let distance = (Double(elements[column]) - frame.origin[column]).magnitude
      if distance > farthest.distance { farthest = (row, distance) }
    }
    return farthest.row
  }
}
