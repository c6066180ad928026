internal import VectorQuantization

/// The table of clusters in a report.
enum ClusterTable {
  /// More clusters than this fill more than a screen.
  private static let greatestRowCount = 32
  /// More features than this do not fit a line.
  private static let greatestFeatureCount = 6

  /// Makes a table with one row a cluster.
  ///
  /// - Parameters:
  ///   - centroids: One centroid a row.
  ///   - counts: For each cluster, how many observations it has.
  ///   - rmsDistances: For each cluster, the root of the mean squared distance of its observations
  ///     to the centroid, where that is known.
  /// - Returns: The table, or `nil` if there are too many clusters for people to read.
  static func make<Scalar: VectorScalar>(
    _ centroids: Matrix<Scalar>, counts: [Int], rmsDistances: [Double]? = nil
  ) -> TextTable? {
    guard centroids.rowCount <= greatestRowCount else { return nil }
    let shown = min(centroids.columnCount, greatestFeatureCount)
    let isCut = shown < centroids.columnCount
    let total = Double(counts.reduce(0, +))

    var heading = ["code", "count", "share"]
    if rmsDistances != nil { heading.append("rms distance") }
    heading += ["centroid"] + Array(repeating: "", count: shown - 1) + (isCut ? [""] : [])

    var table = TextTable(heading: heading)
    for code in 0..<centroids.rowCount {
      let share = total > 0 ? Double(counts[code]) / total : 0
      var row = ["\(code)", Figures.grouped(counts[code])]
      row.append(Figures.fixed(100 * share, decimals: 1) + " %")
      if let rmsDistances { row.append(Figures.measured(rmsDistances[code], digits: 4)) }
      row += (0..<shown).map { Figures.measured(Double(centroids[code, $0]), digits: 4) }
      if isCut { row.append("...") }
      table.rows.append(row)
    }
    return table
  }
}
