import VectorQuantization

/// The centroids that a screen leaves for observations with given codes.
///
/// These centroids may be at most as far away as the centroid of the code.
struct ScreenTrial {
  /// For each observation, the codes found.
  let found: [[Int32]]
  /// The slack relative to an observation's norm.
  let relativeSlack: Double

  /// The number of pairs found.
  var pairCount: Int { found.reduce(0) { $0 + $1.count } }

  /// Screens observations.
  ///
  /// - Parameters:
  ///   - observations: The observations.
  ///   - centroids: The centroids.
  ///   - excluded: Codes that must not be found.
  ///   - codes: A code for each observation.
  ///   - directionCount: The number of directions; `nil` means all directions.
  ///   - skip: Leaves out every observation whose position in its tile of 96 is a multiple of this;
  ///     0 leaves out none.
  ///   - set: The kernel set.
  ///   - workers: The maximum number of threads.
  init<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, centroids: Matrix<Scalar>, excluding excluded: [Int] = [],
    codes: [Int32], directionCount: Int?, skip: Int = 0, kernels set: KernelSet, workers: Int = 1
  ) {
    let screen = ScreenUnderTest(
      observations, directionCount: directionCount, kernels: set, workers: workers)
    let squared = screen.squaredDistances(to: centroids, codes: codes)
    let limits = squared.indices.map { row in
      skip > 0 && (row % 96).isMultiple(of: skip) ? nil : squared[row]
    }
    found = screen.find(within: limits, among: centroids, excluding: excluded)
    relativeSlack = screen.relativeSlack
  }

  /// Returns the maximum ratio of a squared projected distance to its limit.
  ///
  /// - Parameters:
  ///   - observations: The observations.
  ///   - centroids: The centroids.
  ///   - directionCount: The number of directions; `nil` means all directions.
  ///   - set: The kernel set.
  /// - Returns: The maximum over all pairs; at most 1 if the slack suffices.
  static func maximumReach<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, centroids: Matrix<Scalar>, directionCount: Int?,
    kernels set: KernelSet
  ) -> Double {
    let screen = ScreenUnderTest(
      observations, directionCount: directionCount, kernels: set, workers: 1)
    let (rows, projected) = (screen.projectedObservations, screen.project(centroids))
    var maximum = 0.0
    for code in 0..<centroids.rowCount {
      let codes = [Int32](repeating: Int32(code), count: rows.rowCount)
      let squared = screen.squaredDistances(to: centroids, codes: codes)
      for row in 0..<rows.rowCount {
        let limit = screen.squaredLimit(of: row, within: squared[row])
        guard limit < .infinity else { continue }
        var sum = 0.0
        for column in 0..<rows.columnCount {
          let difference = Double(rows[row, column]) - Double(projected[code, column])
          sum += difference * difference
        }
        maximum = max(maximum, sum / limit)
      }
    }
    return maximum
  }
}
