internal import VQSelection

/// The result of `choose-k`: scores for each number of clusters, and the choice of each rule.
///
/// A chart draws ``series``, and marks the ``Choice`` of the same score.
struct Selection: Sendable {
  /// One column of the table: a value for each number of clusters, `nil` if it is undefined.
  struct Series: Sendable {
    let score: Score
    /// The name in JSON.
    let key: String
    /// The name for people.
    let heading: String
    let values: [Double?]
  }

  /// The choice of one rule.
  struct Choice: Sendable {
    let score: Score
    /// The number of clusters; `nil` if the rule chooses none.
    let clusterCount: Int?
  }

  /// The numbers of clusters tried, in ascending order.
  let clusterCounts: [Int]
  private(set) var series: [Series] = []
  private(set) var choices: [Choice] = []

  init(clusterCounts: [Int]) {
    self.clusterCounts = clusterCounts
  }

  /// The number of clusters that most rules choose.
  var suggestion: Int? { suggestedClusterCount(among: choices.compactMap(\.clusterCount)) }

  /// Returns the rules that choose a number of clusters.
  func rules(choosing clusterCount: Int) -> [Score] {
    choices.filter { $0.clusterCount == clusterCount }.map(\.score)
  }

  /// Returns a series as a curve, without undefined values.
  func curve(_ series: Series) -> Curve {
    Curve(clusterCounts: clusterCounts, scores: series.values)
  }

  /// Adds a column without a rule.
  mutating func add(_ score: Score, _ key: String, _ heading: String, _ values: [Double?]) {
    series.append(Series(score: score, key: key, heading: heading, values: values))
  }

  /// Adds a column, and the choice of its rule.
  mutating func add(
    _ score: Score, _ heading: String, _ values: [Double?], choose: (Curve) -> Curve.Point?
  ) {
    let column = Series(score: score, key: score.key, heading: heading, values: values)
    series.append(column)
    add(score, choosing: choose(curve(column))?.clusterCount)
  }

  /// Adds the choice of a rule.
  mutating func add(_ score: Score, choosing clusterCount: Int?) {
    choices.append(Choice(score: score, clusterCount: clusterCount))
  }
}
