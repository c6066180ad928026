internal import Synchronization

/// One pass over the observations: each tile is brought in once, and assigned, measured and added up
/// for every run before the next.
struct Pass<Scalar: VectorScalar>: ~Escapable, Sendable {
  let input: FitInput<Scalar>
  let execution: Execution<Scalar>
  /// The slots of the runs to work on.
  var slots = [0]
  /// Those of which codes or figures may be returned, so that they must be those of a search.
  var finalSlots: [Int] = []
  /// What is done for the sums by code.
  ///
  /// Moves need codes that are kept.
  var sums = SumsUpdate.none
  /// Whether distances are computed and added up.
  var measures = false
  /// See ``KMeans/Limits/readWindow``.
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

  /// The same for codes of the engine's, by any strategy, for runs whose codebooks were packed.
  func run<Strategy: AssignmentStrategy<Scalar> & ~Copyable & ~Escapable>(
    by strategy: borrowing Strategy, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) {
    do {
      let output = Output<Scalar>(codes: codes.memory)
      _ = run(by: strategy, &wave, to: output)
    }
    codes.note(clusterCount: wave.codebooks.clusterCounts[slots[0]])
  }

  /// Assigns every observation for each run, whose codebooks were packed.
  ///
  /// - Parameters:
  ///   - strategy: What finds the codes.
  ///   - wave: The runs. Their partial sums are filled, one record a chunk; what this pass does not
  ///     compute stays as it was.
  ///   - output: Receives codes and distances, of one run, if there is room for any.
  /// - Returns: The first row that is not finite, or `nil`. Results are incomplete if the execution
  ///   was stopped.
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

  /// Works on some chunks, except for sums by code; returns the first row that is not finite, or the
  /// largest number there is.
  private func run<Strategy: AssignmentStrategy<Scalar> & ~Copyable & ~Escapable>(
    _ chunks: Range<Int>, by strategy: borrowing Strategy, _ wave: borrowing Wave<Scalar>,
    to output: Output<Scalar>
  ) -> Int {
    let (workspaces, stop) = (execution.workspaces, execution.stop)
    let firstNotFinite = Atomic(Int.max)
    wave.turns.begin(chunks, workers: workspaces.count)
    // Behind the chunks, each worker finds an item that says to help with those of others.
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

  /// Works on some rows for each run; returns the first that is not finite, or the largest number there
  /// is.
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

  /// Empties the records that a chunk's tiles are added to.
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

  /// The chunks in parts that are worked on one after the other: all at once, as a rule.
  ///
  /// Sums by code look at rows a second time. What has to be read for that should not be long ago.
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

/// Some rows of a chunk, and who works on them.
private struct ChunkPart {
  let chunk: Int
  let rows: Range<Int>
  let worker: Int
}
