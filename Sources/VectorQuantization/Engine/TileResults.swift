/// The caller's buffers for the results of a pass, in addition to the wave.
///
/// Either may be empty.
package struct Output<Scalar: VectorScalar>: ~Escapable, Sendable {
  /// The codes of one run.
  let codes: LentMemory<Int32>
  /// The distances of one run.
  let distances: LentMemory<Scalar>

  @_lifetime(copy codes, copy distances)
  package init(codes: LentMemory<Int32>, distances: LentMemory<Scalar> = LentMemory()) {
    self.codes = codes
    self.distances = distances
  }
}

/// The memory for the results of one tile, for one run.
struct TileResults<Scalar: VectorScalar>: ~Copyable, ~Escapable {
  /// The sums of the tile's chunk; empty if sums are computed by code.
  var sums: PartialSums
  var figures: MutableSpan<Double>
  let output: Output<Scalar>
  /// Receives the codes before the pass if sums are computed by code; otherwise empty.
  var previous: MutableSpan<Int32>

  @_lifetime(copy sums, copy figures, copy output, copy previous)
  init(
    _ sums: consuming PartialSums, _ figures: consuming MutableSpan<Double>,
    _ previous: consuming MutableSpan<Int32>, _ output: Output<Scalar>
  ) {
    self.sums = sums
    self.figures = figures
    self.output = output
    self.previous = previous
  }
}

extension Wave {
  /// The memory for the results of some rows of a chunk, for one run.
  @_lifetime(borrow self, copy output)
  func results(
    of rows: Range<Int>, slot: Int, chunk: Int, _ output: Output<Scalar>
  ) -> TileResults<Scalar> {
    TileResults(
      partialSums(slot, chunk: chunk), figures.chunk(chunk, slot: slot),
      previousCodes.lend(previousCodes.isEmpty ? 0..<0 : rows), output)
  }
}

extension Pass {
  /// Measures one tile, adds it up and keeps its codes, for one run.
  ///
  /// - Returns: How many of the kept codes changed.
  func finish(
    _ tile: Tile<Scalar>, _ codebook: PackedCodebook<Scalar>, _ workspace: inout Workspace<Scalar>,
    _ results: inout TileResults<Scalar>
  ) -> Int {
    let (rows, plan) = (tile.range, input.plan)
    let keepsDistances = !results.output.distances.isEmpty
    if measures || keepsDistances {
      execution.kernels.distances(
        tile.rows, codes: workspace.codes.span, to: codebook, into: workspace.squared)
    }
    if measures {
      input.metric.rules.report(
        squared: workspace.squared.view(0..<rows.count), weights: input.weights(of: rows),
        to: &results.figures)
    }
    if sums == .whole && !plan.sumsByCode {
      let coded = CodedRows(
        tile.rows, codes: workspace.codes.span, weights: input.weights(of: rows))
      execution.kernels.accumulate(coded, shift: input.frame.origin.span, into: &results.sums)
    }
    let movedCount = results.output.codes.isEmpty ? 0 : keepCodes(of: tile, &workspace, &results)
    if keepsDistances {
      var distances = results.output.distances.lend(rows)
      writeDistances(of: tile, workspace, to: codebook, into: &distances)
    }
    return movedCount
  }

  /// Keeps the codes of a tile, and updates the sums for the rows whose codes changed.
  ///
  /// - Returns: The number of codes that changed.
  private func keepCodes(
    of tile: Tile<Scalar>, _ workspace: inout Workspace<Scalar>,
    _ results: inout TileResults<Scalar>
  ) -> Int {
    let kernels = execution.kernels
    var codes = results.output.codes.lend(tile.range)
    let movedCount: Int
    if sums == .moves && results.previous.isEmpty {
      movedCount = kernels.findChanged(
        from: codes.span, to: workspace.codes.span, into: workspace.moved)
      let numbers = workspace.moved.span.extracting(first: movedCount)
      kernels.transfer(
        CodedRows(tile.rows, numbers: numbers, codes: workspace.codes.span, weights: nil),
        from: codes.span, shift: input.frame.origin.span, into: &results.sums)
    } else {
      movedCount = kernels.changedCount(from: codes.span, to: workspace.codes.span)
    }
    if sums == .moves && !results.previous.isEmpty {
      results.previous.replace(with: codes.span)
    }
    if movedCount > 0 { codes.replace(with: workspace.codes.view(codes.indices)) }
    return movedCount
  }
}
