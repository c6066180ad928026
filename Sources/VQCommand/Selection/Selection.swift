internal import VQSelection

/// What `choose-k` found: scores by number of clusters, and what each rule makes of them.
///
/// A chart draws ``series``, and marks on each the ``Choice`` of the same score.
struct Selection: Sendable {
  /// One column of the table: a number for each number of clusters, `nil` where it means nothing.
  struct Series: Sendable {
    let score: Score
    /// The name in JSON.
    let key: String
    /// The name for people.
    let heading: String
    let values: [Double?]
  }

  /// What one rule chooses.
  struct Choice: Sendable {
    let score: Score
    /// The number of clusters, or `nil` if the rule has none to offer.
    let clusterCount: Int?
  }

  /// The numbers of clusters that were tried, ascending.
  let clusterCounts: [Int]
  private(set) var series: [Series] = []
  private(set) var choices: [Choice] = []

  init(clusterCounts: [Int]) {
    self.clusterCounts = clusterCounts
  }

  /// The number of clusters that most rules choose.
  var suggestion: Int? { suggestedClusterCount(among: choices.compactMap(\.clusterCount)) }

  /// The rules that choose a number of clusters.
  func rules(choosing clusterCount: Int) -> [Score] {
    choices.filter { $0.clusterCount == clusterCount }.map(\.score)
  }

  /// A series as a curve, without the values that mean nothing.
  func curve(_ series: Series) -> Curve {
    Curve(clusterCounts: clusterCounts, scores: series.values)
  }

  /// Adds a column from which nothing is chosen.
  mutating func add(_ score: Score, _ key: String, _ heading: String, _ values: [Double?]) {
    series.append(Series(score: score, key: key, heading: heading, values: values))
  }

  /// Adds a column, and what its rule chooses.
  mutating func add(
    _ score: Score, _ heading: String, _ values: [Double?], choose: (Curve) -> Curve.Point?
  ) {
    let column = Series(score: score, key: score.key, heading: heading, values: values)
    series.append(column)
    add(score, choosing: choose(curve(column))?.clusterCount)
  }

  /// Adds what a rule chooses.
  mutating func add(_ score: Score, choosing clusterCount: Int?) {
    choices.append(Choice(score: score, clusterCount: clusterCount))
  }
}
