/// Borrows of rows and of the numbers of their observations, for workers to share.
struct NumberedRows<Scalar: VectorScalar>: ~Escapable, Sendable {
  let rows: LentMemory<Scalar>
  let numbers: LentMemory<UInt32>
  let featureCount: Int

  @_lifetime(copy rows, copy numbers)
  init(rows: consuming MutableSpan<Scalar>, numbers: consuming MutableSpan<UInt32>) {
    featureCount = rows.count / max(1, numbers.count)
    self.rows = LentMemory(rows)
    self.numbers = LentMemory(numbers)
  }
}

/// The places where a range of rows is cut: at every `step` rows from `origin`.
struct Cuts {
  let step: Int
  let origin: Int
}

/// Reorders ranges so that no row before a cut exceeds a row after it in one feature.
struct RowCutter<Scalar: VectorScalar>: ~Escapable, Sendable {
  let kernels: Kernels<Scalar>
  let shape: BoxTreeShape
  private let own: NumberedRows<Scalar>
  private let spare: NumberedRows<Scalar>

  /// Creates a cutter for the rows of `own`, with `spare` as temporary memory.
  @_lifetime(copy own, copy spare)
  init(
    kernels: Kernels<Scalar>, shape: BoxTreeShape, own: NumberedRows<Scalar>,
    spare: NumberedRows<Scalar>
  ) {
    self.kernels = kernels
    self.shape = shape
    self.own = own
    self.spare = spare
  }

  var featureCount: Int { own.featureCount }

  /// Copies the observations in their original order.
  func fill(from observations: ObservationTiles<Scalar>, workers: Int) {
    let (block, d) = (1 << 16, featureCount)
    let count = observations.rowCount
    parallelFor((count + block - 1) / block, workers: workers) { worker, queue in
      while let item = queue.take() {
        let range = (item * block)..<min((item + 1) * block, count)
        var ownRows = own.rows.lend(elements(range))
        var ownNumbers = own.numbers.lend(range)
        var place = 0
        observations.forEachRow(range, by: worker) { row, elements in
          for feature in 0..<d { ownRows[place + feature] = elements[feature] }
          ownNumbers[row - range.lowerBound] = UInt32(row)
          place += d
        }
      }
    }
  }

  /// Cuts a range by the feature with the largest extent.
  ///
  /// Numbers that are too close together for the bins keep their order.
  func cut(
    _ range: Range<Int>, _ cuts: Cuts, with workspace: inout CutWorkspace<Scalar>
  ) {
    if range.upperBound <= cuts.origin + cuts.step || range.count < 2 { return }
    findBounds(range, with: &workspace)
    var (widest, extent) = (0, 0.0)
    for feature in 0..<featureCount {
      let (low, high) = workspace.bounds(feature)
      if high - low > extent { (widest, extent) = (feature, high - low) }
    }
    cut(range, by: widest, cuts, with: &workspace)
  }

  /// Cuts a range by a feature.
  ///
  /// The bounds of the range must be known.
  private func cut(
    _ range: Range<Int>, by feature: Int, _ cuts: Cuts,
    with workspace: inout CutWorkspace<Scalar>
  ) {
    let (low, high) = workspace.bounds(feature)
    guard let bins = Bins(feature: feature, from: low, to: high, rowCount: range.count) else {
      return
    }
    count(range, by: bins, with: &workspace)
    let open = workspace.classify(range, cuts, bins: bins.count)
    distribute(range, by: bins, with: &workspace)
    // Numbers within one bin differ by less than the range before, so the recursion ends.
    for stretch in open where stretch.count > 1 {
      var inner = CutWorkspace<Scalar>(featureCount: featureCount, workers: 1)
      findBounds(stretch, with: &inner)
      cut(stretch, by: feature, cuts, with: &inner)
    }
  }

  private func findBounds(_ range: Range<Int>, with workspace: inout CutWorkspace<Scalar>) {
    let (blocks, d) = (workspace.blocks(of: range), featureCount)
    do {
      let tiles = LentMemory(workspace.bounds.mutableSpan)
      parallelFor(blocks.count, workers: blocks.workers) { _, queue in
        while let block = queue.take() {
          var bounds = tiles.lend((2 * block * d)..<((2 * block + 2) * d))
          let ownRows = own.rows.lend(elements(blocks[block]))
          kernels.findBounds(of: ownRows.span, featureCount: d, bounds: &bounds)
        }
      }
    }
    workspace.mergeBounds(blocks.count)
  }

  private func count(_ range: Range<Int>, by bins: Bins, with workspace: inout CutWorkspace<Scalar>)
  {
    let blocks = workspace.blocks(of: range)
    workspace.blockCount = blocks.count
    let tiles = LentMemory(workspace.counts.mutableSpan)
    parallelFor(blocks.count, workers: blocks.workers) { _, queue in
      while let block = queue.take() {
        let start = block * Bins.most
        var counts = tiles.lend(start..<(start + bins.count))
        counts.update(repeating: 0)
        let ownRows = own.rows.lend(elements(blocks[block]))
        kernels.count(ownRows.span, featureCount: featureCount, by: bins, into: &counts)
      }
    }
  }

  /// Moves the rows to the places of their classes.
  private func distribute(
    _ range: Range<Int>, by bins: Bins, with workspace: inout CutWorkspace<Scalar>
  ) {
    let blocks = workspace.blocks(of: range)
    let classes = workspace.classes
    do {
      let places = LentMemory(workspace.next.mutableSpan)
      parallelFor(blocks.count, workers: blocks.workers) { _, queue in
        while let block = queue.take() {
          var next = places.lend(
            (block * CutWorkspace<Scalar>.mostClasses)..<((block + 1)
              * CutWorkspace<Scalar>.mostClasses))
          // All blocks borrow the same memory. Each block writes only to its own places.
          var newRows = spare.rows.lendToAll(elements(range))
          var newNumbers = spare.numbers.lendToAll(range)
          let ownRows = own.rows.lend(elements(blocks[block]))
          let ownNumbers = own.numbers.lend(blocks[block])
          kernels.distribute(
            ownRows.span, numbers: ownNumbers.span, featureCount: featureCount, by: bins,
            classes: classes.span, next: &next,
            to: &newRows, newNumbers: &newNumbers)
        }
      }
    }
    parallelFor(blocks.count, workers: blocks.workers) { _, queue in
      while let block = queue.take() {
        var ownRows = own.rows.lend(elements(blocks[block]))
        var ownNumbers = own.numbers.lend(blocks[block])
        Kernels<Scalar>.copy(spare.rows.lend(elements(blocks[block])), to: &ownRows)
        Kernels<Scalar>.copy(spare.numbers.lend(blocks[block]), to: &ownNumbers)
      }
    }
  }

  /// The elements of some rows.
  private func elements(_ range: Range<Int>) -> Range<Int> {
    (range.lowerBound * featureCount)..<(range.upperBound * featureCount)
  }
}
