internal import Synchronization

extension Encoding {
  /// Computes the distance (not squared) of each observation to each centroid.
  ///
  /// Distances are computed from differences in double precision, so they have no cancellation, and
  /// the same bits with every kernel set. If finite values are not checked, the distances of an
  /// observation that is not finite are NaN.
  ///
  /// - Parameters:
  ///   - source: One observation in each row, with as many features as the codebook.
  ///   - distances: Receives one row for each observation, with one distance for each centroid.
  /// - Throws: ``ClusteringError``, also if observations cannot be read or `stop` was raised.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func writeDistanceMatrix(
    of source: Observations<Scalar>, into distances: LentMemory<Scalar>
  ) throws(ClusteringError) {
    let (n, d, k) = (source.rowCount, centroids.columnCount, centroids.rowCount)
    if source.columnCount != d {
      throw .featureCountMismatch(expected: source.columnCount, found: d)
    }
    if n == 0 { return }

    let plan = TilePlan(
      rowCount: n, featureCount: d, clusterCount: k, scalarSize: MemoryLayout<Scalar>.size
    ).withoutSums
    let work = Double(n) * Double(d) * Double(k)
    let threads = min(Workers.count(for: work, limit: workers), plan.tileCount)
    let stripSize = Kernels<Scalar>.stripSize(featureCount: d)
    try AddressSpace.check((threads * stripSize + k * d) * MemoryLayout<Double>.size)
    let signals = Signals(stop, reading: source)
    var room = TileRoom<Scalar>(for: source, metric: metric, workers: threads)
    let observations = room.tiles(of: source, kernels: kernels, failure: signals.failure)
    let strips = TileMemory<Double>(count: threads * stripSize)
    let codebook = Matrix(
      elements: centroids.elements.map { Double($0) }, rowCount: k, columnCount: d)
    let firstNotFinite = FirstRow()
    parallelFor(plan.chunkCount, workers: threads, stop: signals.stop) { worker, queue in
      let centroids = codebook.span
      var strip = strips.lend((worker * stripSize)..<((worker + 1) * stripSize))
      while let chunk = queue.take() {
        plan.forEachTile(ofChunk: chunk, stop: signals.stop) { rows in
          let tile = observations.rows(rows, by: worker)
          var output = distances.lend((rows.lowerBound * k)..<(rows.upperBound * k))
          if kernels.distances(tile, toAll: centroids, strip: &strip, into: &output) { return }
          if let row = completeDistances(of: tile, to: centroids, in: &output) {
            firstNotFinite.note(rows.lowerBound + row)
          }
        }
      }
    }
    try signals.failure?.check()
    if let stop, stop.isRaised { throw .stopped }
    if checkFinite, let row = firstNotFinite.row {
      let columns = observations.copies(of: [row]).elements
      throw .notFinite(row: row, column: columns.firstIndex { !$0.isFinite } ?? 0)
    }
  }
}

/// Recomputes the distances marked by -1, whose squares are out of range, with a separate exponent.
///
/// - Returns: The first row that is not finite.
private func completeDistances<Scalar: VectorScalar>(
  of rows: MatrixSpan<Scalar>, to centroids: MatrixSpan<Double>,
  in distances: inout MutableSpan<Scalar>
) -> Int? {
  let k = centroids.rowCount
  var firstNotFinite: Int?
  for row in 0..<rows.rowCount {
    for code in 0..<k where distances[row * k + code] < 0 {
      let exact = ScaledSquare(from: rows[row: row], to: centroids[row: code])
      if exact == nil, firstNotFinite == nil { firstNotFinite = row }
      distances[row * k + code] = exact.map { Scalar($0.distance) } ?? .nan
    }
  }
  return firstNotFinite
}

/// The minimum of the row numbers that workers report.
private final class FirstRow: Sendable {
  private let first = Atomic(Int.max)

  func note(_ row: Int) { first.min(row, ordering: .relaxed) }

  /// The minimum, or `nil` if no row was reported.
  var row: Int? {
    let row = first.load(ordering: .relaxed)
    return row == .max ? nil : row
  }
}
