internal import Synchronization

// The passes of k-means++ over the observations.
extension Seeding {
  /// The relative error of a squared distance by rounding, as in `NearTies`.
  var roundoff: Double { Double(plan.featureCount + 4) * Double.ulpOfOne }

  /// The reduction of the potential by a centroid, added up in the order of its list.
  func reduction(_ rows: Span<UInt32>, _ squared: Span<Double>, present: Span<Double>) -> Double {
    var sum = 0.0
    if let weights {
      for pair in rows.indices {
        let row = Int(rows[pair])
        let lowered = present[row] - squared[pair]
        sum += lowered > 0 ? lowered * weights[row] : 0
      }
    } else {
      for pair in rows.indices {
        let lowered = present[Int(rows[pair])] - squared[pair]
        sum += lowered > 0 ? lowered : 0
      }
    }
    return sum
  }

  /// Adds up the squared distances of each tile.
  func sumTiles(_ draft: inout Draft<Scalar>) {
    let plan = draft.plan
    var sums = [Double](
      repeating: 0, count: (plan.rowCount + plan.tileRows - 1) / plan.tileRows)
    do {
      let squared = draft.potential.squared.span
      let allSums = LentMemory(sums.mutableSpan)
      parallelFor(plan.chunkCount, workers: draft.workspaces.count, stop: stop) { _, queue in
        while let chunk = queue.take() {
          plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
            let tile = rows.lowerBound / plan.tileRows
            var tileSum = allSums.lend(tile..<(tile + 1))
            tileSum[0] = potential(of: squared, rows)
          }
        }
      }
    }
    draft.potential.setTileSums(sums)
  }

  private func potential(of squared: Span<Double>, _ rows: Range<Int>) -> Double {
    var sum = 0.0
    if let weights {
      for row in rows { sum += squared[row] * weights[row] }
    } else {
      for row in rows { sum += squared[row] }
    }
    return sum
  }

  /// Finds the observations that each of the pool's first proposals would take over.
  ///
  /// - Returns: False if there are more pairs than the limit allows. The density is then set
  ///   accordingly.
  func findPairs(_ draft: inout Draft<Scalar>, proposalCount: Int) -> Bool {
    let count = findPairs(draft, proposalCount: proposalCount)
    if execution.isStopped { return false }
    if count > pairLimit {
      // Half as many proposals fit next time. If that is less than one centroid's trials, none do.
      draft.density = 2 * Double(pairLimit) / Double(proposalCount)
      return false
    }
    draft.density = Double(count) / Double(proposalCount)
    draft.lists.join(
      draft.chunks.map { $0.value.withLock { $0 } }, proposalCount: proposalCount,
      workers: draft.workspaces.count)
    return true
  }

  /// Finds the pairs of each chunk.
  ///
  /// Returns their number, or any number above the limit.
  private func findPairs(_ draft: borrowing Draft<Scalar>, proposalCount: Int) -> Int {
    let rows = Matrix<Double>(rows(draft.pool.prefix(proposalCount).map(\.row)))
    let panels = CodebookPanels(rows.span, frame: frame, kernels: kernels)
    let codebook = panels.codebook(of: rows.span)
    let (plan, chunks, workspaces) = (draft.plan, draft.chunks, draft.workspaces)
    let (frame, limit) = (frame, pairLimit)
    let squared = draft.potential.squared.span
    let total = Atomic(0)
    parallelFor(plan.chunkCount, workers: workspaces.count, stop: stop) { worker, queue in
      workspaces[worker].value.withLock { workspace in
        while let chunk = queue.take() {
          workspace.pairs.removeAll()
          plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
            // The limit is exceeded or not, whichever worker notices it first.
            if total.load(ordering: .relaxed) > limit { return }
            let within = squared.extracting(rows)
            let tile = observations.tile(
              rows, before: plan.tile(after: rows, ofChunk: chunk), by: worker)
            workspace.search.begin(tile, within: within, frame: frame.span)
            let before = workspace.pairs.count
            for batch in 0..<RadiusSearch<Scalar>.batchCount(rowCount: rows.count) {
              workspace.search.find(
                batch: batch, of: tile, within: within, among: codebook, into: &workspace.pairs)
            }
            total.wrappingAdd(workspace.pairs.count - before, ordering: .relaxed)
          }
          chunks[chunk].value.withLock {
            $0.sort(
              workspace.pairs, proposalCount: proposalCount, present: squared, weights: weights)
          }
        }
      }
    }
    return total.load(ordering: .relaxed)
  }

  /// Finds the proposal that lowers the potential most, the first on a tie, without keeping pairs.
  ///
  /// - Returns: Its position, and the average number of pairs for each proposal.
  func bestOfPass(
    _ proposals: [Int], _ draft: borrowing Draft<Scalar>
  ) -> (best: Int, density: Double) {
    let rows = Matrix<Double>(rows(proposals))
    let panels = CodebookPanels(rows.span, frame: frame, kernels: kernels)
    let codebook = panels.codebook(of: rows.span)
    let (plan, workspaces) = (draft.plan, draft.workspaces)
    let (frame, width) = (frame, proposals.count)
    let squared = draft.potential.squared.span
    let pairCount = Atomic(0)
    var sums = [Double](repeating: 0, count: plan.chunkCount * width)
    do {
      let allSums = LentMemory(sums.mutableSpan)
      parallelFor(plan.chunkCount, workers: workspaces.count, stop: stop) { worker, queue in
        workspaces[worker].value.withLock { workspace in
          while let chunk = queue.take() {
            var sums = allSums.lend((chunk * width)..<((chunk + 1) * width))
            plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
              let within = squared.extracting(rows)
              let tile = observations.tile(
                rows, before: plan.tile(after: rows, ofChunk: chunk), by: worker)
              workspace.search.begin(tile, within: within, frame: frame.span)
              for batch in 0..<RadiusSearch<Scalar>.batchCount(rowCount: rows.count) {
                workspace.pairs.removeAll()
                workspace.search.find(
                  batch: batch, of: tile, within: within, among: codebook, into: &workspace.pairs)
                for pair in 0..<workspace.pairs.count {
                  let row = Int(workspace.pairs.rows[pair])
                  let lowered = squared[row] - workspace.pairs.squared[pair]
                  sums[Int(workspace.pairs.codes[pair])] += lowered > 0 ? lowered * weight(row) : 0
                }
                pairCount.wrappingAdd(workspace.pairs.count, ordering: .relaxed)
              }
            }
          }
        }
      }
    }
    Reducer.merge(&sums, chunkCount: plan.chunkCount, width: width)
    let best = (0..<width).reduce(0) { sums[$1] > sums[$0] ? $1 : $0 }
    return (best, Double(pairCount.load(ordering: .relaxed)) / Double(width))
  }

  /// Chooses observations, and lowers the squared distances of all observations accordingly.
  func choose(_ numbers: [Int], for draft: inout Draft<Scalar>) {
    for start in stride(from: 0, to: numbers.count, by: draft.poolLimit) {
      if let stop, stop.isRaised { return }
      let part = Array(numbers[start..<min(start + draft.poolLimit, numbers.count)])
      let pairCount = lower(draft, by: part)
      draft.density = Double(pairCount) / Double(part.count)
      draft.chosen += part
    }
  }

  /// Lowers the squared distances by new centroids, and returns the number of pairs.
  private func lower(_ draft: borrowing Draft<Scalar>, by numbers: [Int]) -> Int {
    let rows = Matrix<Double>(rows(numbers))
    let panels = CodebookPanels(rows.span, frame: frame, kernels: kernels)
    let codebook = panels.codebook(of: rows.span)
    let (plan, workspaces, roundoff) = (draft.plan, draft.workspaces, roundoff)
    let firstCode = Int32(draft.chosen.count)
    let pairCount = Atomic(0)
    parallelFor(plan.chunkCount, workers: workspaces.count, stop: stop) { worker, queue in
      workspaces[worker].value.withLock { workspace in
        while let chunk = queue.take() {
          plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
            let tile = observations.tile(
              rows, before: plan.tile(after: rows, ofChunk: chunk), by: worker)
            var squared = draft.potential.squared.lend(rows)
            var codes = draft.potential.codes.lend(rows)
            workspace.search.begin(tile, within: squared.span, frame: frame.span)
            for batch in 0..<RadiusSearch<Scalar>.batchCount(rowCount: rows.count) {
              workspace.pairs.removeAll()
              workspace.search.find(
                batch: batch, of: tile, within: squared.span, among: codebook,
                into: &workspace.pairs)
              pairCount.wrappingAdd(workspace.pairs.count, ordering: .relaxed)
              // Every kernel set reports a row's pairs by ascending code.
              for pair in 0..<workspace.pairs.count {
                let row = Int(workspace.pairs.rows[pair]) - rows.lowerBound
                Potential.lower(
                  &squared[row], &codes[row], to: workspace.pairs.squared[pair],
                  by: firstCode + workspace.pairs.codes[pair], roundoff: roundoff)
              }
            }
          }
        }
      }
    }
    return pairCount.load(ordering: .relaxed)
  }
}
