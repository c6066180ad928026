internal import Synchronization

/// One pass over the observations: each tile is brought in once, and assigned, measured and added up
/// for every run before the next.
struct Pass<Scalar: VectorScalar>: ~Escapable, Sendable {
  let observations: ObservationTiles<Scalar>
  let weights: Span<Scalar>?
  let frame: Frame<Scalar>
  let kernels: Kernels<Scalar>
  /// What is done for the sums by code.
  ///
  /// Moves need codes that are kept.
  var sums = SumsUpdate.none
  /// Whether distances are computed and added up.
  var measures = false
  /// See ``KMeans/readWindow``.
  var readWindow = Int.max

  @_lifetime(copy observations, copy weights)
  init(
    over observations: ObservationTiles<Scalar>, weights: Span<Scalar>?, frame: Frame<Scalar>,
    kernels: Kernels<Scalar>
  ) {
    self.observations = observations
    self.weights = weights
    self.frame = frame
    self.kernels = kernels
  }

  /// Assigns every observation for each run in `slots`.
  ///
  /// - Parameters:
  ///   - wave: The runs. Their partial sums are filled, one record a chunk; what this pass does not
  ///     compute stays as it was.
  ///   - slots: Those to work on.
  ///   - codes: Filled with the codes, if it is not empty; for one run.
  ///   - distances: Filled with the distances, if it is not empty; for one run.
  ///   - workspaces: One a worker.
  ///   - stop: Ends the pass early; results are then incomplete.
  /// - Returns: The first row that is not finite, or `nil`.
  func run(
    _ wave: inout Wave<Scalar>, slots: [Int], codes: inout [Int32], distances: inout [Scalar],
    workspaces: [Workspace<Scalar>], stop: StopFlag?
  ) -> Int? {
    let margin = wave.pack(slots: slots, frame: frame, kernels: kernels)
    return run(
      by: Lloyd(), margin: margin, &wave, slots: slots, codes: &codes, distances: &distances,
      workspaces: workspaces, stop: stop)
  }

  /// The same by any strategy, for slots that were packed with `margin`.
  func run<Strategy: AssignmentStrategy<Scalar> & ~Escapable>(
    by strategy: borrowing Strategy, margin: Margin, _ wave: inout Wave<Scalar>, slots: [Int],
    codes: inout [Int32], distances: inout [Scalar], workspaces: [Workspace<Scalar>],
    stop: StopFlag?
  ) -> Int? {
    let addsByCode = wave.plan.sumsByCode && sums != .none
    if addsByCode && sums == .whole { wave.clearSums(slots[0]) }
    var firstNotFinite = Int.max
    for chunks in windows(of: wave.plan, workers: workspaces.count) {
      do {
        let row = run(
          chunks, by: strategy, margin: margin, &wave, slots: slots,
          codes: DisjointTiles(codes.mutableSpan), distances: DisjointTiles(distances.mutableSpan),
          workspaces: workspaces, stop: stop)
        firstNotFinite = min(firstNotFinite, row)
      }
      if let stop, stop.isRaised { break }
      if addsByCode {
        addUpByCode(
          &wave, slot: slots[0], codes: codes, of: wave.plan.rows(ofChunks: chunks), update: sums,
          workers: workspaces.count)
      }
    }
    return firstNotFinite == .max ? nil : firstNotFinite
  }

  /// Assigns every observation for the one run of `wave`, and adds up chunk by chunk what is wanted.
  ///
  /// Codes and distances go to memory of anybody's, if there is room for any.
  ///
  /// - Returns: The first row that is not finite, or `nil`.
  func encode(
    _ wave: inout Wave<Scalar>, codes: DisjointTiles<Int32>, distances: DisjointTiles<Scalar>,
    workspaces: [Workspace<Scalar>], stop: StopFlag?
  ) -> Int? {
    let margin = wave.pack(slots: [0], frame: frame, kernels: kernels)
    let row = run(
      0..<wave.plan.chunkCount, by: Lloyd(), margin: margin, &wave, slots: [0], codes: codes,
      distances: distances, workspaces: workspaces, stop: stop)
    return row == .max ? nil : row
  }

  /// Works on some chunks, but for sums by code; returns the first row that is not finite, or the
  /// greatest number there is.
  private func run<Strategy: AssignmentStrategy<Scalar> & ~Escapable>(
    _ chunks: Range<Int>, by strategy: borrowing Strategy, margin: Margin,
    _ wave: inout Wave<Scalar>, slots: [Int], codes allCodes: DisjointTiles<Int32>,
    distances allDistances: DisjointTiles<Scalar>, workspaces: [Workspace<Scalar>],
    stop: StopFlag?
  ) -> Int {
    let strategy = copy strategy
    let plan = wave.plan
    let (keepsCodes, keepsDistances) = (!allCodes.isEmpty, !allDistances.isEmpty)
    let loans = wave.loans()
    let firstNotFinite = Atomic(Int.max)

    parallelFor(chunks.count, workers: workspaces.count, stop: stop) { worker, queue in
      workspaces[worker].value.withLock { scratch in
        while let item = queue.take() {
          let chunk = chunks.lowerBound + item
          for slot in slots {
            var sums = loans.partialSums(slot, chunk: chunk)
            if self.sums != .none { sums.clearSums() }
            if measures { sums.clearFigures() }
          }
          var movedCount = 0
          plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
            let tile = observations.tile(
              rows, before: plan.tile(after: rows, ofChunk: chunk), by: worker)
            scratch.search.beginTile()
            for slot in slots {
              let codebook = loans.codebook(slot)
              var sums = loans.partialSums(slot, chunk: chunk)
              if strategy.continues {
                let previous = allCodes.lend(rows)
                scratch.codes.replace(with: previous.span)
              }
              let notFinite = strategy.assign(
                tile, at: rows, to: codebook, frame: frame, margin: margin, with: &scratch)
              if let notFinite {
                firstNotFinite.min(rows.lowerBound + notFinite, ordering: .relaxed)
              }
              if measures {
                measure(
                  tile.rows, at: rows, codebook.centroids, with: &scratch, sums: &sums)
              }
              if self.sums == .whole && !plan.sumsByCode {
                sums.add(
                  tile.rows, codes: scratch.codes.span, weights: weights(of: rows), frame: frame,
                  kernels: kernels)
              }
              if keepsCodes {
                movedCount += keepCodes(
                  of: tile.rows, at: rows, in: allCodes, previous: loans.previousCodes,
                  with: &scratch,
                  sums: &sums)
              }
              if keepsDistances {
                var distances = allDistances.lend(rows)
                writeDistances(
                  of: tile.rows, squared: scratch.squared, codes: scratch.codes,
                  centroids: codebook.centroids, scale: frame.scale, to: &distances)
              }
            }
          }
          var moved = loans.moved.lend(chunk..<(chunk + 1))
          moved[0] = movedCount
        }
      }
    }
    return firstNotFinite.load(ordering: .relaxed)
  }

  /// The chunks in parts that are worked on one after the other: all at once, as a rule.
  ///
  /// Sums by code look at rows a second time. What has to be read for that should not be long ago.
  private func windows(of plan: TilePlan, workers: Int) -> [Range<Int>] {
    guard observations.isRead && plan.sumsByCode && sums != .none else {
      return [0..<plan.chunkCount]
    }
    let chunkBytes = plan.chunkRows * plan.featureCount * MemoryLayout<Scalar>.size
    let length = max(2 * workers, readWindow / max(1, chunkBytes))
    return stride(from: 0, to: plan.chunkCount, by: length).map {
      $0..<min($0 + length, plan.chunkCount)
    }
  }

  /// The weight of an observation: 1 without weights.
  func weight(_ row: Int) -> Double {
    guard let weights else { return 1 }
    return Double(weights[row])
  }

  @_lifetime(copy self)
  func weights(of rows: Range<Int>) -> Span<Scalar>? {
    guard let weights else { return nil }
    return weights.extracting(rows)
  }

  /// Measures the rows whose codes were just found.
  func measure(
    _ tile: MatrixSpan<Scalar>, at rows: Range<Int>, _ centroids: MatrixSpan<Scalar>,
    with scratch: inout Scratch<Scalar>,
    sums: inout PartialSums
  ) {
    kernels.distances(
      tile, codes: scratch.codes, centroids: centroids.elements,
      scale: frame.scale, into: &scratch.squared)
    sums.add(
      squaredDistances: scratch.squared, rowCount: rows.count, weights: weights(of: rows))
  }

  /// Keeps the codes that were just found, and does what is to be done for those that moved.
  ///
  /// - Returns: How many did.
  private func keepCodes(
    of tile: MatrixSpan<Scalar>, at rows: Range<Int>, in allCodes: DisjointTiles<Int32>,
    previous: DisjointTiles<Int32>,
    with scratch: inout Scratch<Scalar>, sums: inout PartialSums
  ) -> Int {
    var codes = allCodes.lend(rows)
    let movedCount: Int
    if self.sums == .moves && previous.isEmpty {
      movedCount = kernels.findChanged(
        from: codes.span, to: scratch.codes, into: &scratch.moved)
      sums.move(
        scratch.moved.span.extracting(first: movedCount), of: tile,
        from: codes.span,
        to: scratch.codes.span, frame: frame, kernels: kernels)
    } else {
      movedCount = kernels.changedCount(from: codes.span, to: scratch.codes.span)
    }
    if self.sums == .moves && !previous.isEmpty {
      var previous = previous.lend(rows)
      for row in codes.indices { previous[row] = codes[row] }
    }
    for row in codes.indices { codes[row] = scratch.codes[row] }
    return movedCount
  }
}

extension Array where Element: BitwiseCopyable {
  /// Overwrites the first elements.
  fileprivate mutating func replace(with elements: Span<Element>) {
    for index in elements.indices { self[index] = elements[index] }
  }
}
