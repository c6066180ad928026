/// Whether the next pass prunes, and by what.
///
/// Codes are the same either way, so this may go by the clock: what a pass took that compared
/// everything, and what one took that did not.
package struct PruningPolicy: Sendable {
  /// Whether there is a choice.
  package let isAutomatic: Bool
  private let clusterCount: Int
  private let featureCount: Int
  /// What it takes to compare a row with every centroid, in nanoseconds on one thread; a guess.
  private let rowCost: Double
  private var denseTime = Duration.seconds(1 << 40)
  /// For how many passes to prune nothing, and how often in a row pruning did not pay.
  private var rest = 0
  private var failures = 0

  /// A row that costs this much is worth bounds from the first pass on.
  private static let dearRow = 150.0
  /// One that costs less than this is never worth them.
  private static let cheapRow = 15.0
  /// What lies between is worth them when fewer observations than this share change their codes.
  private static let calmShare = 0.02

  package init(isAutomatic: Bool, clusterCount: Int, featureCount: Int) {
    self.isAutomatic = isAutomatic
    self.clusterCount = clusterCount
    self.featureCount = featureCount
    rowCost = Self.rowCost(clusterCount: clusterCount, featureCount: featureCount)
  }

  /// Measured: some 100 multiply-adds a nanosecond, and as much for each score as for six.
  private static func rowCost(clusterCount: Int, featureCount: Int) -> Double {
    Double(clusterCount) * Double(featureCount + 6) / 100
  }

  /// Whether a fit of some shape may be worth bounds at all.
  package static func isWorthwhile(
    rowCount: Int, clusterCount: Int, featureCount: Int, iterations: Int, restarts: Int
  ) -> Bool {
    let cost = rowCost(clusterCount: clusterCount, featureCount: featureCount)
    // Restarts that do not prune share their passes.
    return clusterCount >= 2 && iterations >= 3 && Double(rowCount) * cost >= 1e6
      && cost >= (restarts == 1 ? cheapRow : dearRow)
  }

  /// Whether the next pass prunes, after one that changed the codes of so many observations; `nil`
  /// means that the number is unknown.
  package mutating func prunes(movedCount: Int?, of rowCount: Int) -> Bool {
    guard isAutomatic else { return true }
    if rest > 0 {
      rest -= 1
      return false
    }
    if rowCost >= Self.dearRow { return true }
    guard let movedCount else { return false }
    return Double(movedCount) <= Self.calmShare * Double(rowCount)
  }

  /// Takes in what a pass took that compared everything.
  package mutating func noteDense(_ time: Duration) { denseTime = min(denseTime, time) }

  /// Takes in what a pass took that pruned, with bounds from one before.
  package mutating func notePruned(_ time: Duration) {
    if time < denseTime * 0.95 {
      failures = 0
    } else {
      failures = min(failures + 1, 4)
      rest = 1 << failures
    }
  }

  /// Whether to try a screen of up to so many directions: before the first pass where that takes far
  /// longer than the trial, and before others where a few of them do.
  func triesScreen(rowCount: Int, directionCount: Int, pass: Int) -> Bool {
    // In nanoseconds; measured.
    let trial = Double(directionCount) * (500 * Double(featureCount) + 100_000)
    return !isAutomatic || Double(rowCount) * rowCost >= trial * (pass == 1 ? 2 : 0.25)
  }

  /// Whether to put up the screen that a trial chose.
  ///
  /// To project an observation on r directions takes as long as comparing it with ten times as many
  /// centroids, since it is done in `Double`. Before the first pass that must pay at once, since
  /// bounds may do as well from then on; later, within a few passes.
  func accepts(_ choice: RankChoice, pass: Int) -> Bool {
    let setUp = 10 * Double(choice.directionCount) / Double(clusterCount)
    if choice.presentCost < .infinity { return choice.cost + setUp / 4 < 0.8 * choice.presentCost }
    if !isAutomatic { return choice.cost < 0.7 }
    return pass == 1 ? choice.cost + setUp < 0.85 : choice.cost + setUp / 4 < 0.7
  }
}
