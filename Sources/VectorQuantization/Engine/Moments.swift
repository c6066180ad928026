internal import Synchronization

/// The mean, variance and extent of each feature.
///
/// Sums are taken of differences from a point among the data, so neither a common offset nor a
/// constant feature costs accuracy: a feature with a single value has variance exactly 0.
struct Moments: Sendable {
  let mean: [Double]
  /// The population variance, divided by the square of the feature's entry in `unit`.
  let variance: [Double]
  /// The maximum distance of each feature from the point that differences were taken from.
  let maximum: [Double]
  let unit: [Double]
  /// The first row of the first tile with a NaN or an infinity; `nil` if all numbers are finite.
  private let firstNotFinite: Int?

  /// The standard deviation of each feature, in the units of the data.
  var deviation: [Double] {
    zip(variance, unit).map { $0.squareRoot() * $1 }
  }

  /// Computes the moments of differences from `center` in units of `unit`.
  ///
  /// The default center is the first row; the default unit is 1. If the team is stopped, the
  /// moments are garbage.
  ///
  /// - Complexity: O(rows · columns), one pass.
  init<Scalar: VectorScalar>(
    of observations: ObservationTiles<Scalar>, from center: [Double]? = nil, unit: [Double]? = nil,
    _ team: Team<Scalar>
  ) {
    let columns = observations.columnCount
    let center = center ?? observations.copies(of: [0]).elements.map { Double($0) }
    let unit = unit ?? Array(repeating: 1, count: columns)
    let scale = unit.map { 1 / $0 }
    let plan = TilePlan(
      rowCount: observations.rowCount, featureCount: columns, clusterCount: 3,
      scalarSize: MemoryLayout<Scalar>.size)

    // One record for each chunk: the sums, then the squares, then the maxima.
    let width = 3 * columns
    var records = [Double](repeating: 0, count: plan.chunkCount * width)
    let firstNotFinite = Atomic(Int.max)
    do {
      let tiles = LentMemory(records.mutableSpan)
      parallelFor(plan.chunkCount, workers: team.workers, stop: team.stop) { worker, queue in
        while let chunk = queue.take() {
          var record = tiles.lend((chunk * width)..<((chunk + 1) * width))
          plan.forEachTile(ofChunk: chunk, stop: team.stop) { rows in
            let isFinite = team.kernels.moments(
              observations.rows(rows, by: worker), shift: center.span, scale: scale.span,
              into: &record)
            if !isFinite { firstNotFinite.min(rows.lowerBound, ordering: .relaxed) }
          }
        }
      }
    }
    var span = records.mutableSpan
    Reducer.forEachPair(plan.chunkCount) { left, right in
      let (to, from) = (left * width, right * width)
      for index in 0..<(2 * columns) { span[to + index] += span[from + index] }
      for index in (2 * columns)..<width {
        span[to + index] = max(span[to + index], span[from + index])
      }
    }

    let count = Double(observations.rowCount)
    var mean: [Double] = []
    var variance: [Double] = []
    for column in 0..<columns {
      let offset = span[column] / count
      mean.append(center[column] + offset * unit[column])
      // Only rounding makes this negative. A NaN stays a NaN.
      let difference = span[columns + column] / count - offset * offset
      variance.append(difference < 0 ? 0 : difference)
    }
    self.mean = mean
    self.variance = variance
    self.maximum = (0..<columns).map { span[2 * columns + $0] * unit[$0] }
    self.unit = unit
    let row = firstNotFinite.load(ordering: .relaxed)
    self.firstNotFinite = row == .max ? nil : row
  }

  /// The mean of the features' variances, in units of the data scaled by `scale`.
  func meanVariance(scale: Double) -> Double {
    let scaled = zip(variance, unit).map { $0 * ($1 * scale) * ($1 * scale) }
    return scaled.reduce(0, +) / Double(scaled.count)
  }

  /// The position of the first NaN or infinity among the observations of these moments.
  func firstNotFinite<Scalar: VectorScalar>(
    among observations: ObservationTiles<Scalar>
  ) -> (row: Int, column: Int)? {
    guard let firstNotFinite else { return nil }
    return observations.firstPosition(from: firstNotFinite) { !$0.isFinite }
  }
}
