internal import VectorQuantization

/// The table of clusters in a report: the largest ones, and a few features of each.
struct ClusterTable {
  /// For each cluster, how many observations it has.
  let counts: [Int]
  /// For each cluster, the root of the mean squared distance of its observations to the centroid, where
  /// that is known.
  let rmsDistances: [Double]?
  /// The names of the features.
  let names: [String]?

  /// More clusters than this fill more than a screen.
  private static let maximumRowCount = 32
  /// More features than this do not fit a line.
  private static let maximumFeatureCount = 6

  /// The table, one row for each of the largest clusters, in the order of their codes.
  ///
  /// - Parameter centroids: One centroid a row.
  /// - Returns: Lines of text, the last of which says how many clusters are not shown.
  func text<Scalar: VectorScalar>(of centroids: Matrix<Scalar>) -> String {
    let shown = min(centroids.columnCount, Self.maximumFeatureCount)
    let isCut = shown < centroids.columnCount
    let total = Double(counts.reduce(0, +))
    var heading = ["code", "count", "share"]
    if rmsDistances != nil { heading.append("rms distance") }
    heading +=
      names.map { names in names.prefix(shown).map { Self.short($0) } }
      ?? (["centroid"] + Array(repeating: "", count: max(0, shown - 1)))
    if isCut { heading.append("") }

    var table = TextTable(heading: heading)
    for code in largest {
      let share = total > 0 ? Double(counts[code]) / total : 0
      var row = ["\(code)", Figures.grouped(counts[code])]
      row.append(Figures.fixed(100 * share, decimals: 1) + " %")
      if let rmsDistances { row.append(Figures.measured(rmsDistances[code], digits: 4)) }
      row += (0..<shown).map { Figures.measured(Double(centroids[code, $0]), digits: 4) }
      if isCut { row.append("...") }
      table.rows.append(row)
    }
    let hidden = counts.count - table.rows.count
    return table.text + (hidden > 0 ? "and \(Figures.grouped(hidden)) more\n" : "")
  }

  /// The codes of the largest clusters, ascending.
  private var largest: [Int] {
    let codes = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    return codes.prefix(Self.maximumRowCount).sorted()
  }

  /// A name that is no wider than a number needs.
  private static func short(_ name: String) -> String {
    let line = String(name.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    return line.count > 16 ? line.prefix(15) + "…" : line
  }
}
