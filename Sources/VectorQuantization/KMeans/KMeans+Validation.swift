extension KMeans {
  /// The maximum number of clusters that codes and kernels support.
  package static let maximumClusterCount = 1 << 26

  /// The maximum sum of the weights; a larger sum is an error, so that sums of weighted squares
  /// stay finite.
  private static let maximumTotalWeight = 1e100

  /// Checks everything about a call that needs no pass over the observations.
  ///
  /// - Returns: The sum of the weights; without weights, the number of observations.
  /// - Throws: ``ClusteringError`` if the call is invalid.
  func validate<Scalar: VectorScalar>(_ call: FitCall<Scalar>) throws(ClusteringError) -> Double {
    try validateOptions()
    let starts = call.starts
    if call.keepsLastAssignment, emptyClusters != .keep, emptyClusters != .fail {
      // The kept codes were made before such a rule would change their meaning.
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
          "an algorithm for \(columns) features: \(others.joined(separator: ", "))")
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

  /// Returns the sum of the weights, and the number of positive weights.
  ///
  /// - Throws: ``ClusteringError`` if a weight is invalid, or their sum is too large.
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
  /// Checks that centroids are finite and have the right number of features.
  ///
  /// - Parameters:
  ///   - featureCount: The number of features of the observations.
  ///   - firstRow: The number of the first row in error messages.
  ///   - stop: Polled while a large codebook is checked.
  /// - Throws: ``ClusteringError``, also if `stop` is raised.
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

  /// The number of values checked between two polls of a stop flag: some milliseconds of work.
  private static var numbersBetweenPolls: Int { 1 << 20 }

  /// Returns the first row and column, in reading order, whose element meets `condition`.
  func firstPosition(where condition: (Scalar) -> Bool) -> (row: Int, column: Int)? {
    for row in 0..<rowCount {
      let elements = self[row: row]
      for column in elements.indices where condition(elements[column]) { return (row, column) }
    }
    return nil
  }

  /// Checks that the number of centroids is valid and that they have `featureCount` features.
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
