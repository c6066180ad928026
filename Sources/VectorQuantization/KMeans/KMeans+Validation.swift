extension KMeans {
  /// The most clusters that codes and kernels can number.
  package static let maximumClusterCount = 1 << 26

  /// Weights that sum to more than this are refused, so that sums of weighted squares stay finite.
  private static let maximumTotalWeight = 1e100

  /// Checks everything about a call that does not take a pass over the observations.
  ///
  /// - Returns: The sum of the weights: the number of observations, without weights.
  func validate<Scalar: VectorScalar>(_ call: FitCall<Scalar>) throws(ClusteringError) -> Double {
    try validateOptions()
    let starts = call.starts
    if call.keepsLastAssignment, emptyClusters != .keep, emptyClusters != .fail {
      // The codes kept are those from before such a rule would change what they mean.
      throw .invalidOption(
        .missing, value: emptyClusters.rawValue, allowed: "keep or fail")
    }
    let (rows, columns) = (call.source.rowCount, call.source.columnCount)
    if rows == 0 || columns == 0 {
      throw .emptyObservations(rowCount: rows, columnCount: columns)
    }
    if !algorithm.suits(featureCount: columns) {
      let others = Algorithm.allCases.filter { $0.suits(featureCount: columns) }.map(\.rawValue)
      throw .invalidOption(
        .algorithm, value: algorithm.rawValue,
        allowed:
          "one that takes observations of \(columns) features: \(others.joined(separator: ", "))")
    }
    for (restart, start) in starts.enumerated() {
      try start.span.validateCodebook(
        featureCount: columns, firstRow: restart * start.rowCount, stop: call.stop)
      if start.rowCount != clusterCount {
        throw .invalidOption(
          .clusterCount, value: "\(clusterCount)",
          allowed: "\(start.rowCount), the number of starting centroids")
      }
    }
    if clusterCount < 1 || clusterCount > Self.maximumClusterCount {
      throw .invalidClusterCount(clusterCount)
    }
    let (total, positive) = try Self.checkedTotal(of: call.weights, rowCount: rows)
    if positive == 0 { throw .invalidWeight(row: nil) }
    if starts.isEmpty, initialization.drawsObservations, clusterCount > positive {
      throw .tooFewObservations(rowCount: positive, clusterCount: clusterCount)
    }
    return total
  }

  private func validateOptions() throws(ClusteringError) {
    if restarts < 1 { throw .atLeastOne(.restarts, restarts) }
    if maximumIterations < 1 { throw .atLeastOne(.maximumIterations, maximumIterations) }
    if let workers, workers < 1 { throw .atLeastOne(.workers, workers) }
    if let pruningMemory, pruningMemory < 0 {
      throw .invalidOption(
        .pruningMemory, value: "\(pruningMemory)", allowed: "0 or more")
    }
    switch stopping {
    case .distortionChange(let limit) where !(limit >= 0):
      throw .invalidOption(.threshold, value: "\(limit)", allowed: "0 or more")
    case .centroidShift(let limit) where !(limit >= 0):
      throw .invalidOption(.tolerance, value: "\(limit)", allowed: "0 or more")
    default: break
    }
  }

  /// The sum of the weights, and how many are positive.
  ///
  /// - Throws: If one is none, or their sum is too large.
  static func checkedTotal(
    of weights: Span<Double>?, rowCount: Int
  ) throws(ClusteringError) -> (total: Double, positive: Int) {
    guard let weights else { return (Double(rowCount), rowCount) }
    if weights.count != rowCount {
      throw .weightCountMismatch(expected: rowCount, found: weights.count)
    }
    var total = 0.0
    var positive = 0
    for row in weights.indices {
      let weight = weights[row]
      if !(weight >= 0 && weight.isFinite) { throw .invalidWeight(row: row) }
      total += weight
      if weight > 0 { positive += 1 }
    }
    if total > Self.maximumTotalWeight {
      let share = Self.maximumTotalWeight / Double(rowCount)
      throw .invalidWeight(row: weights.indices.first { weights[$0] > share })
    }
    return (total, positive)
  }
}

extension MatrixSpan {
  /// Checks that centroids, which the caller numbers from `firstRow`, can be used for observations of
  /// `featureCount` features.
  ///
  /// - Throws: ``ClusteringError``, also if `stop` is raised while a large codebook is checked.
  func validateCodebook(
    featureCount: Int, firstRow: Int = 0, stop: StopFlag? = nil
  ) throws(ClusteringError) {
    try validateCodebookShape(featureCount: featureCount)
    let length = max(1, Self.numbersBetweenPolls / featureCount)
    for start in stride(from: 0, to: rowCount, by: length) {
      if start > 0, let stop, stop.isRaised { throw .stopped }
      let rows = rows(start..<min(start + length, rowCount))
      if let (row, column) = rows.firstPosition(where: { !$0.isFinite }) {
        throw .codebookNotFinite(row: firstRow + start + row, column: column)
      }
    }
  }

  /// A stop is polled once in so many numbers, for which checking takes some milliseconds.
  private static var numbersBetweenPolls: Int { 1 << 20 }

  /// The first row and column whose element meets `condition`, in reading order.
  func firstPosition(where condition: (Scalar) -> Bool) -> (row: Int, column: Int)? {
    for row in 0..<rowCount {
      let elements = self[row: row]
      for column in elements.indices where condition(elements[column]) { return (row, column) }
    }
    return nil
  }

  /// Checks that there are centroids, not too many, of `featureCount` features.
  func validateCodebookShape(featureCount: Int) throws(ClusteringError) {
    if rowCount == 0 || columnCount == 0 {
      throw .emptyCodebook(rowCount: rowCount, columnCount: columnCount)
    }
    if columnCount != featureCount {
      throw .featureCountMismatch(expected: featureCount, found: columnCount)
    }
    if rowCount > KMeans.maximumClusterCount { throw .invalidClusterCount(rowCount) }
  }
}

extension ClusteringError {
  static func atLeastOne(_ option: Option, _ value: Int) -> ClusteringError {
    .invalidOption(option, value: "\(value)", allowed: "at least 1")
  }
}
