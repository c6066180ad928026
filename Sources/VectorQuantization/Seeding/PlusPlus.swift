internal import Synchronization

extension Seeding {
  /// k-means++: each centroid is an observation drawn with a probability proportional to its
  /// (weighted) squared distance from the nearest centroid so far; of `trials` such draws, the one
  /// that leaves the least sum of squared distances.
  ///
  /// D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007.
  /// Distances are direct differences, since the law of the draw hangs on those near zero.
  ///
  /// - Complexity: O(*n* · *k* · *d* · (trials + 1)), or without the 1 for one trial.
  func plusPlus(trials: Int, using generator: inout Xoshiro256) -> Matrix<Scalar> {
    var potential = Potential(rowCount: plan.rowCount, tileRows: plan.tileRows)
    var chosen = [draw(by: potential, using: &generator)]
    if plan.clusterCount > 1 { lower(&potential, by: chosen[0]) }

    while chosen.count < plan.clusterCount {
      if let stop, stop.isRaised { break }
      guard potential.total > 0 else {
        // Every observation lies on a centroid: what is left to choose are duplicates.
        chosen += unchosenRows(plan.clusterCount - chosen.count, besides: chosen, using: &generator)
        break
      }
      let candidates = (0..<trials).map { _ in draw(by: potential, using: &generator) }
      let best = trials == 1 ? 0 : bestTrial(candidates, against: potential)
      chosen.append(candidates[best])
      if chosen.count < plan.clusterCount { lower(&potential, by: candidates[best]) }
    }
    return rows(chosen)
  }

  /// Lowers every observation's squared distance to that from observation `number`, if it is less.
  private func lower(_ potential: inout Potential, by number: Int) {
    let centroid = Array(copying: observations[row: number])
    let zeros = [Int32](repeating: 0, count: plan.tileRows)
    let (plan, observations, kernels, stop) = (plan, observations, kernels, stop)
    let (scale, workspaces) = (frame.scale, workspaces)
    do {
      let loans = potential.loans()
      parallelFor(plan.chunkCount, workers: workspaces.count, stop: stop) { worker, queue in
        workspaces[worker].scratch.withLock { scratch in
          while let chunk = queue.take() {
            plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
              kernels.distances(
                observations.rows(rows), codes: zeros, centroids: centroid.span, scale: scale,
                into: &scratch.squared)
              var squared = loans.squared.lend(rows)
              let tile = rows.lowerBound / plan.tileRows
              var sum = 0.0
              for row in squared.indices {
                squared[row] = min(squared[row], scratch.squared[row])
                sum += squared[row] * weight(rows.lowerBound + row)
              }
              var tileSum = loans.tileSums.lend(tile..<(tile + 1))
              tileSum[0] = sum
            }
          }
        }
      }
    }
    potential.sumTiles()
  }

  /// Which of `candidates` would leave the least sum of squared distances; the first on a tie.
  private func bestTrial(_ candidates: [Int], against potential: Potential) -> Int {
    let centroids = rows(candidates).elements
    let featureCount = plan.featureCount
    let zeros = [Int32](repeating: 0, count: plan.tileRows)
    let (plan, observations, kernels, stop) = (plan, observations, kernels, stop)
    let (scale, workspaces, count) = (frame.scale, workspaces, candidates.count)
    let present = potential.squared.span

    // A record a tile: one sum a candidate.
    var sums = [Double](repeating: 0, count: potential.tileSums.count * count)
    do {
      let allSums = DisjointTiles(sums.mutableSpan)
      parallelFor(plan.chunkCount, workers: workspaces.count, stop: stop) { worker, queue in
        workspaces[worker].scratch.withLock { scratch in
          while let chunk = queue.take() {
            plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
              let tile = rows.lowerBound / plan.tileRows
              var tileSums = allSums.lend((tile * count)..<((tile + 1) * count))
              for candidate in 0..<count {
                let start = candidate * featureCount
                kernels.distances(
                  observations.rows(rows), codes: zeros,
                  centroids: centroids.span.extracting(start..<(start + featureCount)),
                  scale: scale, into: &scratch.squared)
                var sum = 0.0
                for row in rows {
                  let squared = min(present[row], scratch.squared[row - rows.lowerBound])
                  sum += squared * weight(row)
                }
                tileSums[candidate] = sum
              }
            }
          }
        }
      }
    }
    let totals = (0..<count).map { candidate in
      stride(from: candidate, to: sums.count, by: count).reduce(0.0) { $0 + sums[$1] }
    }
    return totals.indices.reduce(0) { totals[$1] < totals[$0] ? $1 : $0 }
  }

  /// An observation drawn by its share of the potential: first a tile, then a row of it.
  ///
  /// Before there is a centroid, every observation has the share of its weight.
  private func draw(by potential: Potential, using generator: inout Xoshiro256) -> Int {
    if !potential.hasCentroid && weights == nil {
      return generator.integer(below: plan.rowCount)
    }
    func share(_ row: Int) -> Double {
      (potential.hasCentroid ? potential.squared[row] : 1) * weight(row)
    }
    func rows(ofTile tile: Int) -> Range<Int> {
      (tile * plan.tileRows)..<min((tile + 1) * plan.tileRows, plan.rowCount)
    }
    let sums =
      potential.hasCentroid
      ? potential.tileSums
      : potential.tileSums.indices.map { rows(ofTile: $0).reduce(0) { $0 + share($1) } }

    var left = generator.uniform() * sums.reduce(0, +)
    var tile = 0
    while tile < sums.count - 1, left >= sums[tile] {
      left -= sums[tile]
      tile += 1
    }
    // Rounding may carry the walk past the last share, so it ends at the last that is positive.
    var last: Int? = nil
    for row in rows(ofTile: tile) where share(row) > 0 {
      last = row
      left -= share(row)
      if left < 0 { break }
    }
    return last ?? (0..<plan.rowCount).last { share($0) > 0 } ?? 0
  }

  /// Rows not yet chosen, each selection equally likely, of positive weight as far as there are any.
  private func unchosenRows(
    _ count: Int, besides chosen: [Int], using generator: inout Xoshiro256
  ) -> [Int] {
    let taken = Set(chosen)
    return drawRows(count, using: &generator) { !taken.contains($0) && weight($0) > 0 }
  }
}

extension Array {
  fileprivate init(copying span: Span<Element>) where Element: BitwiseCopyable {
    self = span.indices.map { span[$0] }
  }
}

/// How far each observation is from the centroids chosen so far.
private struct Potential {
  /// The squared distance of each observation; infinite before there is a centroid.
  var squared: [Double]
  /// The weighted sum of them over each tile.
  var tileSums: [Double]
  /// The sum over all tiles.
  private(set) var total = 0.0
  private(set) var hasCentroid = false

  init(rowCount: Int, tileRows: Int) {
    squared = Array(repeating: .infinity, count: rowCount)
    tileSums = Array(repeating: 0, count: (rowCount + tileRows - 1) / tileRows)
  }

  /// The memory that the lowering works on, shared by its workers.
  @_lifetime(&self)
  mutating func loans() -> PotentialLoans {
    PotentialLoans(
      squared: DisjointTiles(squared.mutableSpan), tileSums: DisjointTiles(tileSums.mutableSpan))
  }

  mutating func sumTiles() {
    total = tileSums.reduce(0, +)
    hasCentroid = true
  }
}

private struct PotentialLoans: ~Escapable, Sendable {
  let squared: DisjointTiles<Double>
  let tileSums: DisjointTiles<Double>

  @_lifetime(copy squared, copy tileSums)
  init(squared: DisjointTiles<Double>, tileSums: DisjointTiles<Double>) {
    self.squared = squared
    self.tileSums = tileSums
  }
}
