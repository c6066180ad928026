/// Decides whether a fit may use bounds, and with which screen.
package struct PruningPolicy: Sendable {
  /// Whether there is a choice.
  ///
  /// If not, every pass uses a screen.
  package let isAutomatic: Bool
  private let clusterCount: Int
  private let featureCount: Int
  /// The estimated cost of comparing a row with every centroid, in nanoseconds on one thread.
  private let rowCost: Double

  /// If a row costs less than this, bounds never pay: with restarts, which then share their passes,
  /// and with a single run.
  private static let expensiveRow = 150.0
  private static let cheapRow = 15.0

  /// The time of a dense search, as a share of that in the scalar.
  private let denseTimeShare: Double

  package init(
    isAutomatic: Bool, clusterCount: Int, featureCount: Int, denseTimeShare: Double = 1
  ) {
    self.denseTimeShare = denseTimeShare
    self.isAutomatic = isAutomatic
    self.clusterCount = clusterCount
    self.featureCount = featureCount
    rowCost =
      Self.rowCost(clusterCount: clusterCount, featureCount: featureCount) * denseTimeShare
  }

  /// The estimated cost of comparing a row with every centroid in the scalar, in nanoseconds on one
  /// thread.
  ///
  /// Measured: about 100 multiply-adds per nanosecond, plus the cost of six for each score.
  static func rowCost(clusterCount: Int, featureCount: Int) -> Double {
    Double(clusterCount) * Double(featureCount + 6) / 100
  }

  /// Returns whether bounds can pay at all for a fit of the given size.
  package static func isWorthwhile(
    rowCount: Int, clusterCount: Int, featureCount: Int, iterations: Int, restarts: Int
  ) -> Bool {
    let cost = rowCost(clusterCount: clusterCount, featureCount: featureCount)
    // Restarts that do not prune share their passes.
    return clusterCount >= 2 && iterations >= 3 && Double(rowCount) * cost >= 1e6
      && cost >= (restarts == 1 ? cheapRow : expensiveRow)
  }

  /// Returns whether to try a screen of at most `directionCount` directions.
  ///
  /// Before the first pass, the answer is yes if a dense pass takes at least twice as long as the
  /// trial. Before later passes, it is yes if four dense passes take as long as the trial.
  func triesScreen(rowCount: Int, directionCount: Int, pass: Int) -> Bool {
    // In nanoseconds; measured.
    let trial = Double(directionCount) * (500 * Double(featureCount) + 100_000)
    return !isAutomatic || Double(rowCount) * rowCost >= trial * (pass == 1 ? 2 : 0.25)
  }

  /// Returns whether a trial showed that no screen will pay in later passes either.
  func rejects(_ choice: RankChoice) -> Bool { isAutomatic && choice.cost > 2 * denseTimeShare }

  /// Returns whether to use the screen that a trial chose.
  ///
  /// Projecting an observation on r directions is done in `Double` and takes as long as comparing
  /// it with 10 r centroids. Before the first pass, the screen must pay off at once, because bounds
  /// may do as well from then on. Later, it must pay off within a few passes.
  func accepts(_ choice: RankChoice, pass: Int) -> Bool {
    // Costs of the trial are shares of a dense search in the scalar.
    let cost = choice.cost / denseTimeShare
    let setUp =
      10 * Double(choice.directionCount) / (Double(clusterCount) * denseTimeShare)
    if choice.presentCost < .infinity {
      return cost + setUp / 4 < 0.8 * choice.presentCost / denseTimeShare
    }
    if !isAutomatic { return choice.cost < 0.7 }
    return pass == 1 ? cost + setUp < 0.85 : cost + setUp / 4 < 0.7
  }
}
