/// Cuts stretches of rows so that all before a cut are no greater in one feature than all after it.
struct RowCutter<Scalar: VectorScalar>: ~Escapable, Sendable {
  let kernels: Kernels<Scalar>
  let featureCount: Int
  private let rows: LentMemory<Scalar>
  private let numbers: LentMemory<UInt32>
  private let spareRows: LentMemory<Scalar>
  private let spareNumbers: LentMemory<UInt32>

  @_lifetime(copy rows, copy numbers, copy spareRows, copy spareNumbers)
  init(
    kernels: Kernels<Scalar>, featureCount: Int, rows: LentMemory<Scalar>,
    numbers: LentMemory<UInt32>, spareRows: LentMemory<Scalar>,
    spareNumbers: LentMemory<UInt32>
  ) {
    self.kernels = kernels
    self.featureCount = featureCount
    self.rows = rows
    self.numbers = numbers
    self.spareRows = spareRows
    self.spareNumbers = spareNumbers
  }

  /// Copies the observations, in their own order.
  func fill(from observations: ObservationTiles<Scalar>, workers: Int) {
    let (block, d) = (1 << 16, featureCount)
    let count = observations.rowCount
    parallelFor((count + block - 1) / block, workers: workers) { worker, queue in
      while let item = queue.take() {
        let range = (item * block)..<min((item + 1) * block, count)
        var own = rows.lend(elements(range))
        var ownNumbers = numbers.lend(range)
        var place = 0
        observations.forEachRow(range, by: worker) { row, elements in
          for feature in 0..<d { own[place + feature] = elements[feature] }
          ownNumbers[row - range.lowerBound] = UInt32(row)
          place += d
        }
      }
    }
  }

  /// Cuts a stretch at every `step` rows from `origin`, in the feature in which it is widest.
  ///
  /// Numbers closer together than bins can tell stay as they are.
  func cut(
    _ range: Range<Int>, every step: Int, from origin: Int, with scratch: inout CutScratch<Scalar>
  ) {
    if range.upperBound <= origin + step || range.count < 2 { return }
    findBounds(range, with: &scratch)
    var (widest, extent) = (0, 0.0)
    for feature in 0..<featureCount {
      let (low, high) = scratch.bounds(feature)
      if high - low > extent { (widest, extent) = (feature, high - low) }
    }
    cut(range, by: widest, every: step, from: origin, with: &scratch)
  }

  /// Cuts a stretch by a feature, whose bounds were found.
  private func cut(
    _ range: Range<Int>, by feature: Int, every step: Int, from origin: Int,
    with scratch: inout CutScratch<Scalar>
  ) {
    let (low, high) = scratch.bounds(feature)
    guard let bins = Bins(feature: feature, from: low, to: high, rowCount: range.count) else {
      return
    }
    count(range, by: bins, with: &scratch)
    let open = scratch.classify(range, every: step, from: origin, bins: bins.count)
    distribute(range, by: bins, with: &scratch)
    // In a stretch of one bin numbers differ by less, so that this ends.
    for stretch in open where stretch.count > 1 {
      var inner = CutScratch<Scalar>(featureCount: featureCount, workers: 1)
      findBounds(stretch, with: &inner)
      cut(stretch, by: feature, every: step, from: origin, with: &inner)
    }
  }

  private func findBounds(_ range: Range<Int>, with scratch: inout CutScratch<Scalar>) {
    let (blocks, d) = (scratch.blocks(of: range), featureCount)
    do {
      let tiles = LentMemory(scratch.bounds.mutableSpan)
      parallelFor(blocks.count, workers: blocks.workers) { _, queue in
        while let block = queue.take() {
          var bounds = tiles.lend((2 * block * d)..<((2 * block + 2) * d))
          let own = rows.lend(elements(blocks[block]))
          kernels.findBounds(of: own.span, featureCount: d, bounds: &bounds)
        }
      }
    }
    scratch.mergeBounds(blocks.count)
  }

  private func count(_ range: Range<Int>, by bins: Bins, with scratch: inout CutScratch<Scalar>) {
    let blocks = scratch.blocks(of: range)
    scratch.blockCount = blocks.count
    let tiles = LentMemory(scratch.counts.mutableSpan)
    parallelFor(blocks.count, workers: blocks.workers) { _, queue in
      while let block = queue.take() {
        let start = block * Bins.most
        var counts = tiles.lend(start..<(start + bins.count))
        counts.update(repeating: 0)
        let own = rows.lend(elements(blocks[block]))
        kernels.count(own.span, featureCount: featureCount, by: bins, into: &counts)
      }
    }
  }

  /// Moves rows to where their classes are.
  private func distribute(
    _ range: Range<Int>, by bins: Bins, with scratch: inout CutScratch<Scalar>
  ) {
    let blocks = scratch.blocks(of: range)
    let classes = scratch.classes
    do {
      let places = LentMemory(scratch.next.mutableSpan)
      parallelFor(blocks.count, workers: blocks.workers) { _, queue in
        while let block = queue.take() {
          var next = places.lend(
            (block * CutScratch<Scalar>.mostClasses)..<((block + 1)
              * CutScratch<Scalar>.mostClasses))
          // Blocks share what they are lent, and each writes places of its own.
          var newRows = spareRows.lendToAll(elements(range))
          var newNumbers = spareNumbers.lendToAll(range)
          let own = rows.lend(elements(blocks[block]))
          let ownNumbers = numbers.lend(blocks[block])
          kernels.distribute(
            own.span, numbers: ownNumbers.span, featureCount: featureCount, by: bins,
            classes: classes.span, next: &next,
            to: &newRows, newNumbers: &newNumbers)
        }
      }
    }
    parallelFor(blocks.count, workers: blocks.workers) { _, queue in
      while let block = queue.take() {
        var own = rows.lend(elements(blocks[block]))
        var ownNumbers = numbers.lend(blocks[block])
        Kernels<Scalar>.copy(spareRows.lend(elements(blocks[block])), to: &own)
        Kernels<Scalar>.copy(spareNumbers.lend(blocks[block]), to: &ownNumbers)
      }
    }
  }

  /// Where the elements of some rows are.
  private func elements(_ range: Range<Int>) -> Range<Int> {
    (range.lowerBound * featureCount)..<(range.upperBound * featureCount)
  }
}
