internal import VectorQuantization

/// The table of clusters in a report: the largest clusters, with a few features of each.
struct ClusterTable {
  /// The number of observations of each cluster.
  let counts: [Int]
  /// For each cluster, the root mean square distance of its observations to the centroid; `nil` if
  /// unknown.
  let rmsDistances: [Double]?
  /// The names of the features.
  let names: [String]?

  /// More rows would not fit on a screen.
  private static let maximumRowCount = 32
  /// More features would not fit on a line.
  private static let maximumFeatureCount = 6

  /// Returns the table: one row for each of the largest clusters, in the order of their codes.
  ///
  /// - Parameter centroids: The centroids, one per row.
  /// - Returns: Lines of text. If clusters are not shown, the last line says how many.
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

  /// The codes of the largest clusters, in ascending order.
  private var largest: [Int] {
    let codes = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    return codes.prefix(Self.maximumRowCount).sorted()
  }

  /// Shortens a column name to at most 16 characters.
  private static func short(_ name: String) -> String {
    let line = String(name.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    return line.count > 16 ? line.prefix(15) + "…" : line
  }
}
