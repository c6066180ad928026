extension BlockSums {
  /// Sums of several blocks at a time take at most about this many bytes, unless there are few.
  private static var windowBytes: Int { 32 << 20 }
  private static var mostBlocksAtATime: Int { 256 }

  /// Assigns the observations of some blocks to a codebook, and adds them up.
  ///
  /// - Parameters:
  ///   - observations: The rows of the blocks.
  ///   - weights: One a row, finite and not negative; `nil` means 1 each.
  ///   - codebook: The centroids, one a row.
  ///   - firstBlock: The number of the first block.
  ///   - blockRows: The rows of a block; only the last may have fewer.
  ///   - origin: A point among the data, which sums are taken of differences from; `nil` means 0.
  ///   - moved: Rows, counted over all blocks, to add to another code than their nearest.
  ///   - workers: The most threads to use; `nil` means every processor.
  ///   - stop: Ends the call when raised.
  ///   - codes: Receives the code of each observation, unless there is no room for any.
  /// - Throws: ``ClusteringError`` if something cannot be used, or the blocks are no node of the tree.
  /// - Complexity: O(*n* · *k* · *d*).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init<Scalar: VectorScalar>(
    adding observations: Observations<Scalar>, weights: Span<Scalar>?,
    assignedTo codebook: Matrix<Scalar>, firstBlock: Int, blockRows: Int, origin: [Double]?,
    moved: [Int: Int32] = [:], workers: Int?, stop: StopFlag?, codes: DisjointTiles<Int32>
  ) throws(ClusteringError) {
    let problem = Problem(
      codebook: codebook, origin: origin, blockRows: blockRows, isWeighted: weights != nil)
    let blocks = try Self.checkedBlocks(
      of: observations, weights: weights, codebook: codebook, first: firstBlock, rows: blockRows,
      origin: origin, moved: moved, workers: workers)
    let kernels = Kernels<Scalar>(try KernelSet.preferred())
    var frame = Frame<Scalar>(of: codebook.span, kernels: kernels)
    frame.origin = origin ?? Array(repeating: 0, count: problem.featureCount)

    let work = Double(observations.rowCount) * Double(codebook.elements.count)
    let threads = Workers.count(for: work, limit: workers)
    let recordBytes = codebook.elements.count * MemoryLayout<Double>.size
    let window = max(
      Self.leastPower(notBelow: threads),
      Self.leastPower(notBelow: min(Self.mostBlocksAtATime, Self.windowBytes / recordBytes) + 1) / 2
    )
    // Nodes of falling size, as the ones of a binary number: equal ones merge at once.
    var nodes: [BlockSums] = []
    for first in stride(from: 0, to: blocks.count, by: window) {
      let last = min(first + window, blocks.count)
      let rows = (first * blockRows)..<min(last * blockRows, observations.rowCount)
      let ownWeights: Span<Scalar>? = weights?.extracting(rows)
      let numbers = (blocks.lowerBound + first)..<(blocks.lowerBound + last)
      var node = try BlockSums(
        window: observations.rows(rows), weights: ownWeights, firstRow: rows.lowerBound,
        codebook: codebook, problem: problem, blocks: numbers, moved: moved, frame: frame,
        kernels: kernels, threads: threads, stop: stop,
        codes: DisjointTiles(codes.lend(codes.isEmpty ? 0..<0 : rows)))
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

  /// Adds up blocks that are few enough for each to have sums of its own.
  private init<Scalar: VectorScalar>(
    window observations: Observations<Scalar>, weights: Span<Scalar>?, firstRow: Int,
    codebook: Matrix<Scalar>, problem: Problem, blocks: Range<Int>, moved: [Int: Int32],
    frame: Frame<Scalar>, kernels: Kernels<Scalar>, threads: Int, stop: StopFlag?,
    codes: DisjointTiles<Int32>
  ) throws(ClusteringError) {
    let plan = TilePlan(blocksOf: problem.blockRows, rowCount: observations.rowCount, of: codebook)
    let stop = stop ?? StopFlag()
    let failure = ReadFailure(stopping: stop)
    let workers = min(threads, plan.chunkCount)
    let workspaces = (0..<workers).map { _ in Workspace(Scratch(kernels: kernels, plan: plan)) }
    var wave = Wave<Scalar>(
      plan: plan, slotCount: 1, isWeighted: problem.isWeighted, workers: workers)
    wave.setCodebook(0, codebook)
    var room = TileRoom<Scalar>(for: observations, workers: workers)
    var pass = Pass(
      over: room.tiles(of: observations, kernels: kernels, failure: failure), weights: weights,
      frame: frame, kernels: kernels)
    pass.measures = true
    let start = blocks.lowerBound * problem.blockRows
    let ownMoves = moved.filter { (start..<(start + observations.rowCount)).contains($0.key) }
    let notFinite: Int?
    if ownMoves.isEmpty {
      pass.sums = .whole
      notFinite = pass.encode(
        &wave, codes: codes, distances: DisjointTiles(MutableSpan()), workspaces: workspaces,
        stop: stop)
    } else {
      var found = [Int32](repeating: 0, count: observations.rowCount)
      notFinite = pass.encode(
        &wave, codes: DisjointTiles(found.mutableSpan), distances: DisjointTiles(MutableSpan()),
        workspaces: workspaces, stop: stop)
      if !codes.isEmpty {
        var nearest = codes.lend(found.indices)
        for row in found.indices { nearest[row] = found[row] }
      }
      for (row, code) in ownMoves { found[row - start] = code }
      // The figures stay those of the nearest.
      pass.measures = false
      pass.addUp(&wave, slot: 0, codes: found, workspaces: workspaces, stop: stop)
    }
    try failure.check(firstRow: firstRow)
    if stop.isRaised { throw .stopped }
    if let notFinite {
      let row = try observations.copies(of: [notFinite]).elements
      throw .notFinite(row: firstRow + notFinite, column: row.firstIndex { !$0.isFinite } ?? 0)
    }
    _ = wave.reduceSums(0, .whole)
    let figures = wave.reduceFigures(0)
    self.problem = problem
    self.blocks = blocks
    rowCount = observations.rowCount
    inertia = figures.inertia / frame.scale / frame.scale
    distances = figures.distances / frame.scale
    counts = wave.counts
    self.weights = problem.isWeighted ? wave.totals : wave.counts.map { Double($0) }
    let all = wave.sums.span
    sums = all.indices.map { all[$0] }
    if let place = sums.firstIndex(where: { !$0.isFinite }) {
      let column = place % problem.featureCount
      var farthest = (row: 0, distance: 0.0)
      pass.observations.forEachRow(0..<rowCount) { row, elements in
        let distance = (Double(elements[column]) - frame.origin[column]).magnitude
        if distance > farthest.distance { farthest = (row, distance) }
      }
      throw .magnitudeTooLarge(row: firstRow + farthest.row, column: column)
    }
  }

  /// The numbers of the blocks, of a call that can be used.
  private static func checkedBlocks<Scalar: VectorScalar>(
    of observations: Observations<Scalar>, weights: Span<Scalar>?, codebook: Matrix<Scalar>,
    first: Int, rows: Int, origin: [Double]?, moved: [Int: Int32], workers: Int?
  ) throws(ClusteringError) -> Range<Int> {
    let (n, d) = (observations.rowCount, observations.columnCount)
    if n == 0 || d == 0 { throw .emptyObservations(rowCount: n, columnCount: d) }
    try codebook.span.validateCodebook(featureCount: d)
    if byteCount(clusterCount: codebook.rowCount, featureCount: d) == nil {
      throw .invalidOption(
        name: "codebook", value: "\(codebook.rowCount) x \(d)",
        allowed: "smaller: sums of it cannot travel")
    }
    if rows < 1 { throw .atLeastOne("blockRows", rows) }
    if let workers, workers < 1 { throw .atLeastOne("workers", workers) }
    let count = (n - 1) / rows + 1
    let greatest = mostBlocks(of: rows) - count
    if first < 0 || first > greatest {
      throw .invalidOption(
        name: "firstBlock", value: "\(first)",
        allowed: "from 0 to \(greatest) for \(count) blocks of \(rows) rows")
    }
    if let origin, !origin.allSatisfy(\.isFinite) {
      throw .invalidOption(name: "origin", value: "not finite", allowed: "finite numbers")
    }
    if let code = moved.values.first(where: { $0 < 0 || $0 >= codebook.rowCount }) {
      throw .invalidOption(
        name: "moved", value: "\(code)", allowed: "codes from 0 to \(codebook.rowCount - 1)")
    }
    // All may be 0 here, if they are not in other blocks.
    _ = try KMeans.checkedTotal(of: weights, rowCount: n)
    let blocks = first..<(first + count)
    if !isNode(blocks) {
      let power = leastPower(notBelow: count)
      throw .invalidOption(
        name: "firstBlock", value: "\(first)",
        allowed: "a multiple of \(power) for \(count) blocks; add up fewer at a time")
    }
    return blocks
  }
}
