internal import Synchronization

extension Seeding {
  /// Makes the codes that k-means++ leaves those of the true nearest centroids, the lowest on a tie.
  ///
  /// They are, but where two centroids came within rounding of each other, or where squares may have
  /// vanished or overflowed. The tiles that hold such observations are searched, all centroids
  /// against all rows, as an iteration would.
  ///
  /// - Complexity: O(*n*), and that of the search for tiles with open cases.
  func settleCodes(of potential: inout Potential, _ centroids: Matrix<Scalar>) {
    var wave = Wave<Scalar>(
      plan: plan, slotCount: 1, isWeighted: weights != nil, accumulates: false)
    wave.setCodebook(0, centroids)
    let margin = wave.pack(slots: [0], frame: frame, kernels: kernels)
    let waveLoans = wave.loans()
    let loans = potential.loans()
    let (plan, observations, frame) = (plan, observations, frame)
    parallelFor(plan.chunkCount, workers: workspaces.count, stop: stop) { worker, queue in
      workspaces[worker].value.withLock { scratch in
        let codebook = waveLoans.codebook(0)
        while let chunk = queue.take() {
          plan.forEachTile(ofChunk: chunk, stop: stop) { rows in
            let tile = observations.tile(
              rows, before: plan.tile(after: rows, ofChunk: chunk), by: worker)
            let squared = loans.squared.lend(rows)
            var codes = loans.codes.lend(rows)
            var open: [Int] = []
            for row in codes.indices {
              let isReliable = squared[row] > 0x1p-900 && squared[row] < .infinity
              if codes[row] >= 0 {
                if isReliable { continue }
                let own = codebook.centroids[row: Int(codes[row])]
                if tile.rows[row: row].equals(own) { continue }
              }
              open.append(row)
            }
            if open.isEmpty { return }
            scratch.search.beginTile()
            _ = scratch.search.findNearest(
              in: tile, codebook: codebook, frame: frame, margin: margin, codes: &scratch.codes)
            for row in open { codes[row] = scratch.codes[row] }
          }
        }
      }
    }
  }
}

extension Span where Element: Equatable & BitwiseCopyable {
  /// Whether every element equals that of another span of the same length.
  fileprivate func equals(_ other: Span<Element>) -> Bool {
    indices.allSatisfy { self[$0] == other[$0] }
  }
}
