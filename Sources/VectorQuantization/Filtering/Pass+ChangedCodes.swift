internal import Synchronization

extension Pass {
  /// Adds observations up by codes found before, for one run, and measures them if the pass does.
  ///
  /// In the order in which ``run(_:slots:codes:distances:workspaces:stop:)`` does, so that sums have
  /// the same bits. What moved is told by comparison with the wave's previous codes, which then are
  /// these.
  func addUpChanges(
    _ wave: inout Wave<Scalar>, slot: Int, codes: [Int32], workspaces: [Workspace<Scalar>],
    stop: StopFlag?
  ) {
    let plan = wave.plan
    if plan.sumsByCode && sums != .none {
      if sums == .whole { wave.clearSums(slot) }
      addUpByCode(
        &wave, slot: slot, codes: codes, of: 0..<plan.rowCount, update: sums,
        workers: workspaces.count)
    }
    let update = plan.sumsByCode ? .none : sums
    let loans = wave.loans()
    parallelFor(plan.chunkCount, workers: workspaces.count, stop: stop) { worker, queue in
      workspaces[worker].value.withLock { scratch in
        while let chunk = queue.take() {
          var partial = loans.partialSums(slot, chunk: chunk)
          if update != .none { partial.clearSums() }
          if measures { partial.clearFigures() }
          var movedCount = 0
          plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
            let tile = observations.rows(rows, by: worker)
            let now = codes.span.extracting(rows)
            var previous = loans.previousCodes.lend(rows)
            if measures {
              for row in now.indices { scratch.codes[row] = now[row] }
              measure(
                tile, at: rows, loans.codebook(slot).centroids, with: &scratch, sums: &partial)
            }
            if update == .whole {
              partial.add(
                tile, codes: now, weights: weights(of: rows), frame: frame,
                kernels: kernels)
            }
            let count = kernels.findChanged(from: previous.span, to: now, into: &scratch.moved)
            if count == 0 { return }
            if update == .moves {
              partial.move(
                scratch.moved.span.extracting(first: count), of: tile,
                from: previous.span, to: now, frame: frame, kernels: kernels)
            }
            for position in 0..<count {
              let row = Int(scratch.moved[position])
              previous[row] = now[row]
            }
            movedCount += count
          }
          var moved = loans.moved.lend(chunk..<(chunk + 1))
          moved[0] = movedCount
        }
      }
    }
  }
}
