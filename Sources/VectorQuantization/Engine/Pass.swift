internal import Synchronization

/// One pass over the observations: each tile is brought in once, and assigned, measured and added up
/// for every run before the next.
struct Pass<Scalar: VectorScalar, Strategy: AssignmentStrategy<Scalar>>: ~Escapable, Sendable {
  let observations: MatrixSpan<Scalar>
  let weights: Span<Scalar>?
  let frame: Frame<Scalar>
  let kernels: Kernels<Scalar>
  let strategy: Strategy
  /// Whether observations are added up by code.
  var accumulates = false
  /// Whether distances are computed and added up.
  var measures = false

  @_lifetime(copy observations, copy weights)
  init(
    over observations: MatrixSpan<Scalar>, weights: Span<Scalar>?, frame: Frame<Scalar>,
    kernels: Kernels<Scalar>, strategy: Strategy
  ) {
    self.observations = observations
    self.weights = weights
    self.frame = frame
    self.kernels = kernels
    self.strategy = strategy
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
    let plan = wave.plan
    let (keepsCodes, keepsDistances) = (!codes.isEmpty, !distances.isEmpty)
    let loans = wave.loans()
    let allCodes = DisjointTiles(codes.mutableSpan)
    let allDistances = DisjointTiles(distances.mutableSpan)
    let firstNotFinite = Atomic(Int.max)

    parallelFor(plan.chunkCount, workers: workspaces.count, stop: stop) { worker, queue in
      workspaces[worker].scratch.withLock { scratch in
        while let chunk = queue.take() {
          for slot in slots {
            var sums = loans.partialSums(slot, chunk: chunk)
            if accumulates { sums.clearSums() }
            if measures { sums.clearFigures() }
          }
          plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
            scratch.search.beginTile()
            for slot in slots {
              var sums = loans.partialSums(slot, chunk: chunk)
              let notFinite = assign(
                rows, before: plan.tile(after: rows, ofChunk: chunk), to: loans.codebook(slot),
                margin: margin, with: &scratch, sums: &sums)
              if let notFinite {
                firstNotFinite.min(rows.lowerBound + notFinite, ordering: .relaxed)
              }
              if keepsCodes {
                var codes = allCodes.lend(rows)
                for row in codes.indices { codes[row] = scratch.codes[row] }
              }
              if keepsDistances {
                var distances = allDistances.lend(rows)
                writeDistances(
                  of: observations.rows(rows), squared: scratch.squared, codes: scratch.codes,
                  centroids: loans.codebook(slot).centroids, scale: frame.scale, to: &distances)
              }
            }
          }
        }
      }
    }
    let row = firstNotFinite.load(ordering: .relaxed)
    return row == .max ? nil : row
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

  /// Assigns one tile for one run, and adds it up; returns its first row that is not finite.
  private func assign(
    _ rows: Range<Int>, before next: Range<Int>, to codebook: PackedCodebook<Scalar>,
    margin: Margin, with scratch: inout Scratch<Scalar>, sums: inout PartialSums
  ) -> Int? {
    let tile = observations.rows(rows)
    let tileWeights = weights(of: rows)

    let notFinite = strategy.assign(
      Tile(rows, before: next, of: observations), to: codebook, frame: frame, margin: margin,
      with: &scratch.search, codes: &scratch.codes)
    if measures {
      kernels.distances(
        tile, codes: scratch.codes, centroids: codebook.centroids.elements, scale: frame.scale,
        into: &scratch.squared)
      sums.add(
        squaredDistances: scratch.squared, rowCount: tile.rowCount, weights: tileWeights)
    }
    if accumulates {
      sums.add(tile, codes: scratch.codes, weights: tileWeights, frame: frame, kernels: kernels)
    }
    return notFinite
  }
}
