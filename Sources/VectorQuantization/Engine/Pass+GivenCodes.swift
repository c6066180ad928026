internal import Synchronization

/// What can be said of observations whose codes are known, without a search.
extension Pass {
  /// Adds every observation up by codes that are given, for one run, and measures it if the pass does.
  func addUp(
    _ wave: inout Wave<Scalar>, slot: Int, codes: [Int32], workspaces: [Workspace<Scalar>],
    stop: StopFlag? = nil
  ) {
    let plan = wave.plan
    if plan.sumsByCode {
      wave.clearSums(slot)
      addUpByCode(
        &wave, slot: slot, codes: codes, of: 0..<plan.rowCount, update: .whole,
        workers: workspaces.count)
      if !measures { return }
    }
    let loans = wave.loans()
    parallelFor(plan.chunkCount, workers: workspaces.count, stop: stop) { worker, queue in
      workspaces[worker].value.withLock { scratch in
        while let chunk = queue.take() {
          var sums = loans.partialSums(slot, chunk: chunk)
          sums.clearSums()
          if measures { sums.clearFigures() }
          plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
            let tile = observations.rows(rows, by: worker)
            for row in rows { scratch.codes[row - rows.lowerBound] = codes[row] }
            if measures {
              measure(
                tile, at: rows, loans.codebook(slot).centroids, with: &scratch, sums: &sums)
            }
            if plan.sumsByCode { return }
            sums.add(
              tile, codes: scratch.codes.span, weights: weights(of: rows),
              frame: frame, kernels: kernels)
          }
        }
      }
    }
  }

  /// The distance of every observation to the centroid that its code names.
  func distances(to centroids: Matrix<Scalar>, codes: [Int32], workers: Int) -> [Scalar] {
    let plan = TilePlan(
      rowCount: observations.rowCount, featureCount: observations.columnCount, clusterCount: 1,
      scalarSize: MemoryLayout<Scalar>.size, accumulates: false)
    var distances = [Scalar](repeating: 0, count: plan.rowCount)
    do {
      let tiles = DisjointTiles(distances.mutableSpan)
      parallelFor(plan.chunkCount, workers: workers) { worker, queue in
        var squared = [Double](repeating: 0, count: plan.tileRows)
        while let chunk = queue.take() {
          plan.forEachTile(ofChunk: chunk) { rows in
            let (tile, tileCodes) = (observations.rows(rows, by: worker), Array(codes[rows]))
            kernels.distances(
              tile, codes: tileCodes, centroids: centroids.elements.span, scale: frame.scale,
              into: &squared)
            var own = tiles.lend(rows)
            writeDistances(
              of: tile, squared: squared, codes: tileCodes, centroids: centroids.span,
              scale: frame.scale, to: &own)
          }
        }
      }
    }
    return distances
  }

  /// The weighted sum of squared distances and that of distances, each from its own magnitude: slower
  /// than what a pass measures, and good for any.
  func figures(
    to centroids: Matrix<Scalar>, codes: [Int32], workers: Int
  ) -> (inertia: Double, distances: Double) {
    let distances = distances(to: centroids, codes: codes, workers: workers)
    var (inertia, sum) = (0.0, 0.0)
    for row in distances.indices {
      let distance = Double(distances[row])
      inertia += weight(row) * distance * distance
      sum += weight(row) * distance
    }
    return (inertia, sum)
  }
}
