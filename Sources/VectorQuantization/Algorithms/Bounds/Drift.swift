/// How far centroids have travelled since a fit began, scaled, and rounded up.
///
/// Bounds are written down as of the beginning: an upper bound less what its centroid had travelled
/// by then, a lower bound plus what the fastest centroids had. To bring one up to the present takes
/// one addition, and nothing is written for an observation that is not read.
package struct Drift: Sendable {
  /// Where the centroids were last seen.
  private var centroids: [Double]
  /// The length of each centroid's way, and a number not less in `Float`.
  package private(set) var travelled: [Double]
  package private(set) var travelledAbove: [Float]
  /// How far each centroid moved last.
  package private(set) var moves: [Double]
  /// The sum, over iterations, of the largest distance that any centroid moved.
  package private(set) var maximum = 0.0
  /// For each code, what an observation's bounds must differ by, as they were written down.
  package private(set) var thresholds: [Float]

  package init(clusterCount: Int, featureCount: Int) {
    centroids = Array(repeating: 0, count: clusterCount * featureCount)
    travelled = Array(repeating: 0, count: clusterCount)
    travelledAbove = Array(repeating: 0, count: clusterCount)
    moves = Array(repeating: 0, count: clusterCount)
    thresholds = Array(repeating: 0, count: clusterCount)
  }

  /// Forgets all ways: what comes next is a beginning.
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

  /// Follows the centroids to where they are now.
  ///
  /// - Returns: Whether all ways are finite; if not, bounds are worth nothing.
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
    let start = code * centroid.count
    var sum = 0.0
    for feature in centroid.indices {
      let difference = (centroid[feature] - centroids[start + feature]) * scale
      sum += difference * difference
    }
    return sum
  }

  private mutating func keep(_ centroid: Span<Double>, _ code: Int) {
    let start = code * centroid.count
    for feature in centroid.indices { centroids[start + feature] = centroid[feature] }
  }
}
