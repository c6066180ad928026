internal import Synchronization

/// One pass over the observations: each tile is read once, and assigned, measured and added up for
/// every run before the next tile.
struct Pass<Scalar: VectorScalar>: ~Escapable, Sendable {
  let input: FitInput<Scalar>
  let execution: Execution<Scalar>
  /// The slots of the runs to process.
  var slots = [0]
  /// The slots whose codes or statistics may be returned to the caller, so they must come from a
  /// search.
  var finalSlots: [Int] = []
  /// What the pass does for the sums.
  ///
  /// `moves` requires that codes are kept.
  var sums = SumsUpdate.none
  /// Whether the pass computes distances and adds them up.
  var measures = false
  /// See `KMeans.Limits.readWindow`.
  var readWindow = Int.max

  @_lifetime(copy input)
  init(_ input: FitInput<Scalar>, _ execution: Execution<Scalar>) {
    self.input = input
    self.execution = execution
  }

  /// Compares every observation with every centroid, for each run.
  func searchAll(_ wave: inout Wave<Scalar>, _ codes: inout Codes) {
    wave.codebooks.pack(slots, by: execution.team)
    run(by: Lloyd(), &wave, &codes)
  }

  /// Assigns every observation with any strategy, and writes the engine's own codes.
  ///
  /// The codebooks must be packed.
  func run<Strategy: AssignmentStrategy<Scalar> & ~Copyable & ~Escapable>(
    by strategy: borrowing Strategy, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) {
    do {
      let output = Output<Scalar>(codes: codes.memory)
      _ = run(by: strategy, &wave, to: output)
    }
    codes.note(clusterCount: wave.codebooks.clusterCounts[slots[0]])
  }

  /// Assigns every observation for each run.
  ///
  /// The codebooks must be packed.
  ///
  /// - Parameters:
  ///   - strategy: Finds the codes.
  ///   - wave: The runs. The pass fills their partial sums, one record for each chunk; memory for
  ///     results that it does not compute stays unchanged.
  ///   - output: Receives the codes and distances of one run. An empty buffer means "not
  ///     requested".
  /// - Returns: The first row with a NaN or an infinity, or `nil`. Results are incomplete if the
  ///   execution was stopped.
  func run<Strategy: AssignmentStrategy<Scalar> & ~Copyable & ~Escapable>(
    by strategy: borrowing Strategy, _ wave: inout Wave<Scalar>, to output: Output<Scalar>
  ) -> Int? {
    let addsByCode = wave.plan.sumsByCode && sums != .none
    wave.update = sums
    if addsByCode && sums == .whole { wave.clearSums(slots[0]) }
    var firstNotFinite = Int.max
    for chunks in windows(of: wave.plan) {
      let row = run(chunks, by: strategy, wave, to: output)
      firstNotFinite = min(firstNotFinite, row)
      if execution.isStopped { break }
      if addsByCode {
        addUpByCode(&wave, codes: output.codes, of: wave.plan.rows(ofChunks: chunks))
      }
    }
    return firstNotFinite == .max ? nil : firstNotFinite
  }

  /// Processes some chunks, except for sums by code.
  ///
  /// Returns the first row with a NaN or an infinity, or `Int.max`.
  private func run<Strategy: AssignmentStrategy<Scalar> & ~Copyable & ~Escapable>(
    _ chunks: Range<Int>, by strategy: borrowing Strategy, _ wave: borrowing Wave<Scalar>,
    to output: Output<Scalar>
  ) -> Int {
    let (workspaces, stop) = (execution.workspaces, execution.stop)
    let firstNotFinite = Atomic(Int.max)
    wave.turns.begin(chunks, workers: workspaces.count)
    // After the chunks, the queue holds an item for each further worker: help with the other
    // workers' chunks.
    parallelFor(chunks.count + workspaces.count - 1, workers: workspaces.count, stop: stop) {
      worker, queue in
      workspaces[worker].value.withLock { workspace in
        func work(on chunk: Int) {
          while let rows = wave.turns.part(ofChunk: chunk, divides: strategy.divides) {
            let part = ChunkPart(chunk: chunk, rows: rows, worker: worker)
            let row = run(part, by: strategy, wave, to: output, &workspace)
            firstNotFinite.min(row, ordering: .relaxed)
            if let stop, stop.isRaised { return }
          }
        }
        while let item = queue.take() {
          if item < chunks.count {
            work(on: chunks.lowerBound + item)
            continue
          }
          wave.turns.share(among: workspaces.count)
          while let chunk = wave.turns.chunkToShare(of: chunks) {
            work(on: chunk)
            if let stop, stop.isRaised { break }
          }
        }
      }
    }
    return firstNotFinite.load(ordering: .relaxed)
  }

  /// Processes some rows for each run.
  ///
  /// Returns the first row with a NaN or an infinity, or `Int.max`.
  private func run<Strategy: AssignmentStrategy<Scalar> & ~Copyable & ~Escapable>(
    _ part: ChunkPart, by strategy: borrowing Strategy, _ wave: borrowing Wave<Scalar>,
    to output: Output<Scalar>, _ workspace: inout Workspace<Scalar>
  ) -> Int {
    let (chunk, end) = (part.chunk, part.rows.upperBound)
    let chunkStart = wave.plan.rows(ofChunk: chunk).lowerBound
    var firstNotFinite = Int.max
    for start in stride(from: part.rows.lowerBound, to: end, by: wave.plan.tileRows) {
      if let stop = execution.stop, stop.isRaised { break }
      let rows = start..<min(start + wave.plan.tileRows, end)
      let tile = input.observations.tile(
        rows, before: wave.plan.tile(after: rows, ofChunk: chunk), by: part.worker)
      workspace.search.beginTile()
      for slot in slots {
        let codebook = wave.codebooks.packed(slot)
        if strategy.continues { workspace.codes.replace(with: output.codes.view(rows)) }
        if let row = strategy.assign(tile, to: codebook, with: &workspace) {
          firstNotFinite = min(firstNotFinite, start + row)
        }
        if start == part.rows.lowerBound {
          let isTurn = wave.turns.waitForTurn(
            at: start, ofChunk: chunk, slot: slot, stop: execution.stop)
          if !isTurn { return firstNotFinite }
        }
        if start == chunkStart { clear(chunk, slot: slot, of: wave) }
        var results = wave.results(of: rows, slot: slot, chunk: chunk, output)
        let movedCount = finish(tile, codebook, &workspace, &results)
        if !output.codes.isEmpty {
          var moved = wave.moved.lendInTurn(chunk..<(chunk + 1))
          moved[0] = start == chunkStart ? movedCount : moved[0] + movedCount
        }
        if rows.upperBound == end {
          wave.turns.endTurn(at: end, ofChunk: chunk, slot: slot)
        }
      }
    }
    return firstNotFinite
  }

  /// Clears the records that a chunk's tiles are added to.
  private func clear(_ chunk: Int, slot: Int, of wave: borrowing Wave<Scalar>) {
    if sums != .none {
      var partial = wave.partialSums(slot, chunk: chunk)
      partial.clear()
    }
    if measures {
      var figures = wave.figures.chunk(chunk, slot: slot)
      figures.update(repeating: 0)
    }
  }

  /// The ranges of chunks that are processed one after the other: usually a single range.
  ///
  /// Sums by code read the rows a second time. With a reader, the ranges are short, so that the
  /// second read finds the rows in the page cache.
  private func windows(of plan: TilePlan) -> [Range<Int>] {
    guard input.observations.isRead && plan.sumsByCode && sums != .none else {
      return [0..<plan.chunkCount]
    }
    let chunkBytes = plan.chunkRows * plan.featureCount * MemoryLayout<Scalar>.size
    let length = max(2 * execution.workers, readWindow / max(1, chunkBytes))
    return stride(from: 0, to: plan.chunkCount, by: length).map {
      $0..<min($0 + length, plan.chunkCount)
    }
  }
}

/// Some rows of a chunk, and the worker that processes them.
private struct ChunkPart {
  let chunk: Int
  let rows: Range<Int>
  let worker: Int
}
