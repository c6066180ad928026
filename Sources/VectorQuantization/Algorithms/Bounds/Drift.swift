/// The cumulative drift of each centroid since the bounds were set, scaled and rounded up.
///
/// Bounds are stored relative to that time: an upper bound minus the drift of its centroid so far,
/// a lower bound plus the maximum drift so far. So the current bound takes one addition, and
/// nothing is written for an observation that is not read.
package struct Drift: Sendable {
  /// The last known positions of the centroids.
  private var centroids: [Double]
  /// The cumulative drift of each centroid, and a `Float` that is not less.
  package private(set) var travelled: [Double]
  package private(set) var travelledAbove: [Float]
  /// The distance of each centroid's last move.
  package private(set) var moves: [Double]
  /// The sum, over iterations, of the maximum distance that any centroid moved.
  package private(set) var maximum = 0.0
  /// For each code, the difference of stored bounds above which an observation keeps the code.
  package private(set) var thresholds: [Float]

  package init(clusterCount: Int, featureCount: Int) {
    centroids = Array(repeating: 0, count: clusterCount * featureCount)
    travelled = Array(repeating: 0, count: clusterCount)
    travelledAbove = Array(repeating: 0, count: clusterCount)
    moves = Array(repeating: 0, count: clusterCount)
    thresholds = Array(repeating: 0, count: clusterCount)
  }

  /// Resets all drifts to 0, at new positions of the centroids.
  package mutating func restart(at centroids: MatrixSpan<Double>) {
    for code in 0..<centroids.rowCount { keep(centroids[row: code], code) }
    for code in travelled.indices {
      travelled[code] = 0
      travelledAbove[code] = 0
      moves[code] = 0
      thresholds[code] = 0
    }
    maximum = 0
  }

  /// Adds the latest moves of the centroids to their drifts.
  ///
  /// - Returns: True if all drifts are finite. If not, bounds are useless.
  package mutating func follow(_ centroids: MatrixSpan<Double>, scale: Double) -> Bool {
    var farthest = 0.0
    for code in 0..<centroids.rowCount {
      let moved = Bound.distanceAbove(squaredMove(of: code, to: centroids[row: code], scale))
      farthest = max(farthest, moved)
      moves[code] = moved
      travelled[code] += moved
      travelledAbove[code] = Bound.above(travelled[code])
      keep(centroids[row: code], code)
    }
    maximum += farthest
    var isFinite = maximum.isFinite
    for code in travelled.indices {
      thresholds[code] = Bound.above(travelled[code] + maximum)
      isFinite = isFinite && thresholds[code].isFinite
    }
    return isFinite
  }

  private func squaredMove(of code: Int, to centroid: Span<Double>, _ scale: Double) -> Double {
    let old = centroids.span.extracting((code * centroid.count)..<((code + 1) * centroid.count))
    let blocked = centroid.count / 4 * 4
    // Four sums, so that an addition need not wait for the one before.
    var sums = SIMD4<Double>()
    for feature in stride(from: 0, to: blocked, by: 4) {
      var difference = SIMD4<Double>()
      for lane in 0..<4 { difference[lane] = centroid[feature + lane] - old[feature + lane] }
      difference *= scale
      sums += difference * difference
    }
    var sum = sums.sum()
    for feature in blocked..<centroid.count {
      let difference = (centroid[feature] - old[feature]) * scale
      sum += difference * difference
    }
    return sum
  }

  private mutating func keep(_ centroid: Span<Double>, _ code: Int) {
    let start = code * centroid.count
    for feature in centroid.indices { centroids[start + feature] = centroid[feature] }
  }
}
