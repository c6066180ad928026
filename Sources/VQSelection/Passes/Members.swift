internal import VectorQuantization

/// Codes that were checked: how many observations have each, and which is the first that has.
struct Members: Sendable {
  /// For each code, how many observations have it.
  private(set) var counts: [Int]
  /// For each code, the first row that has it; 0 for a code that none has.
  private(set) var firstRows: [Int]
  /// The codes that some observation has, ascending.
  var occupied: [Int] { counts.indices.filter { counts[$0] > 0 } }

  /// Checks codes.
  ///
  /// - Throws: ``ClusteringError`` unless there is one code for each of `rowCount` rows, and each is
  ///   a row of a codebook of `clusterCount`.
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
  /// Fails if a limit on threads is none.
  static func check(workers: Int?) throws(ClusteringError) {
    try check(.workers, workers ?? 1, isAtLeast: 1)
  }

  /// Fails if an option is too small.
  static func check(_ option: Option, _ value: Int, isAtLeast minimum: Int) throws(ClusteringError)
  {
    guard value >= minimum else {
      throw .invalidOption(option, value: "\(value)", allowed: "at least \(minimum)")
    }
  }
}
