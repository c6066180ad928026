internal import VectorQuantization

/// Validated codes, with the count and the first observation of each code.
struct Members: Sendable {
  /// For each code, the number of observations that have it.
  private(set) var counts: [Int]
  /// For each code, the first row that has it; 0 for an unused code.
  private(set) var firstRows: [Int]
  /// The codes that at least one observation has, in ascending order.
  var occupied: [Int] { counts.indices.filter { counts[$0] > 0 } }

  /// Validates codes.
  ///
  /// - Throws: `ClusteringError` if there is not one code for each of `rowCount` rows, or a code is
  ///   not a row of a codebook of `clusterCount` centroids.
  init(codes: [Int32], rowCount: Int, clusterCount: Int) throws(ClusteringError) {
    if clusterCount < 1 || clusterCount > KMeans.maximumClusterCount {
      throw .invalidClusterCount(clusterCount)
    }
    if codes.count != rowCount {
      throw .invalidOption(
        .codes, value: "\(codes.count) numbers",
        allowed: "\(rowCount), one for each observation")
    }
    counts = Array(repeating: 0, count: clusterCount)
    firstRows = Array(repeating: 0, count: clusterCount)
    for row in codes.indices {
      let code = codes[row]
      guard code >= 0, Int(code) < clusterCount else {
        throw .codeOutOfRange(position: row, code: code, clusterCount: clusterCount)
      }
      if counts[Int(code)] == 0 { firstRows[Int(code)] = row }
      counts[Int(code)] += 1
    }
  }
}

extension ClusteringError {
  /// Throws an error if the limit on threads is less than 1.
  static func check(workers: Int?) throws(ClusteringError) {
    try check(.workers, workers ?? 1, isAtLeast: 1)
  }

  /// Throws an error if an option is less than its minimum.
  static func check(_ option: Option, _ value: Int, isAtLeast minimum: Int) throws(ClusteringError)
  {
    guard value >= minimum else {
      throw .invalidOption(option, value: "\(value)", allowed: "at least \(minimum)")
    }
  }
}
