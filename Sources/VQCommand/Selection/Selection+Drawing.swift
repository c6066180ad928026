internal import VQPlot
internal import VQSelection

extension Selection {
  /// Draws the scores, one below the other, and marks the choice of each rule.
  func drawing(of path: String) -> Drawing {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let panels = Score.allCases.compactMap { panel(for: $0) }
    let title = suggestion.map { "\(file): k = \(Figures.grouped($0)) suggested" } ?? file
    return LineChart(title: title, xLabel: "number of clusters", panels: panels).drawing
  }

  /// Returns the panel of one score, which draws the score's first series; `nil` if there is
  /// nothing to draw.
  private func panel(for score: Score) -> LineChart.Panel? {
    guard let first = series.first(where: { $0.score == score }) else { return nil }
    let points = zip(clusterCounts, first.values).compactMap { count, value in
      value.map { Point(Double(count), $0) }
    }
    guard !points.isEmpty else { return nil }
    let chosen = choices.first { $0.score == score }?.clusterCount
    return LineChart.Panel(
      yLabel: first.name, series: [LineChart.Series(name: first.name, points: points)],
      markedX: chosen.map(Double.init), mark: chosen.map { "k = \($0)" } ?? "")
  }
}

extension Selection.Series {
  /// The heading, not shortened to fit a column.
  fileprivate var name: String {
    switch score {
    case .calinskiHarabasz: "Calinski-Harabasz"
    case .daviesBouldin: "Davies-Bouldin"
    case .simplifiedSilhouette: "simplified silhouette"
    default: heading
    }
  }
}
