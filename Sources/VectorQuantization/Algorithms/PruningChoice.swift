/// Decides for each tile whether to use bounds, by the time that tiles took.
///
/// Codes are the same either way, so the decision may depend on the clock. A sample of the tiles
/// always uses bounds. So the choice knows at little cost what bounds would save, and all other tiles
/// follow when they pay.
package struct PruningChoice: Sendable {
  /// How a tile is searched.
  package enum Search: Sendable {
    /// With the bounds of an earlier pass.
    case pruned
    /// Without bounds from before; bounds are written for the next pass.
    case keeping
    /// Compared with every centroid; bounds are discarded.
    case dense
  }

  /// What is known about the observations before a pass.
  package struct PassState: Sendable {
    /// Whether any tile has bounds.
    let hasBounds: Bool
    /// Whether projections replace the dense search.
    let usesScreen: Bool

    package init(hasBounds: Bool, usesScreen: Bool) {
      self.hasBounds = hasBounds
      self.usesScreen = usesScreen
    }
  }

  /// What is known about a tile.
  package struct TileState: Sendable {
    let index: Int
    /// Whether its first row has bounds; usually all rows are alike.
    let isKnown: Bool

    package init(index: Int, isKnown: Bool) {
      self.index = index
      self.isKnown = isKnown
    }
  }

  /// The latest times, in nanoseconds a row.
  private var denseTime: Double?
  private var prunedTime: Double?
  /// Whether tiles without bounds write them in this pass.
  private var keepsAll = true
  private var usesScreen = false
  /// Whether most tiles have bounds.
  private var hasMostBounds = false
  // If the sample has no neighbour lists: the number of passes before all tiles try bounds again,
  // whatever the sample says, and the number of consecutive failures.
  private var rest = 1
  private var failures = 0
  /// Whether a row costs so much that writing bounds hardly matters.
  private let isExpensive: Bool

  /// One of so many tiles belongs to the sample.
  private static let samplePeriod = 32
  // Shares of the time of a dense search. Bounds are used up to the first, because they usually get
  // better from pass to pass. They are written if a sample takes at most the second. Beyond the third,
  // they are not tried again soon.
  private static let usedShare = 1.08
  private static let writtenShare = 0.88
  private static let farShare = 1.2
  /// The time of a dense search that writes no bounds, as a share of one that does.
  private static let plainShare = 0.93
  /// If a row costs less, tiles use bounds only if a sample shows that they pay.
  private static let expensiveRow = 50.0

  /// In each pass, every worker tries bounds on so many tiles that have any, and on as many rows.
  ///
  /// The first tiles find cold caches.
  private static let triedTiles = 4
  private let triedRows: Int

  /// Whether neighbour lists are made for the sample alone: for few centroids, which cost little.
  private let sampleHasLists: Bool

  /// Creates the choice for a fit.
  ///
  /// - Parameters:
  ///   - rowCost: The time of a dense search of one row, in nanoseconds on one worker.
  ///   - plan: The shape of the fit.
  ///   - workers: The number of workers.
  package init(rowCost: Double, of plan: TilePlan, workers: Int) {
    isExpensive = rowCost >= Self.expensiveRow
    triedRows = plan.rowCount / workers / Self.samplePeriod
    sampleHasLists = 1000 * plan.clusterCount < plan.rowCount
  }

  /// Whether a pass needs neighbour lists.
  package var usesLists: Bool { hasMostBounds || sampleHasLists }

  /// Begins a pass.
  package mutating func begin(_ pass: PassState) {
    usesScreen = pass.usesScreen
    if !pass.hasBounds {
      // What was known about bounds is about another run.
      (hasMostBounds, prunedTime) = (false, nil)
      (rest, failures) = (1, 0)
      keepsAll = isExpensive
      return
    }
    if !hasMostBounds { rest -= 1 }
    keepsAll = pays || (isExpensive && rest <= 0 && !sampleHasLists && !isFarOff)
  }

  /// Whether a sample with bounds was fast enough for all tiles to write them.
  private var pays: Bool {
    guard let denseTime, let prunedTime else { return false }
    return prunedTime < Self.writtenShare * denseTime
  }

  /// Whether bounds took clearly longer than a dense search.
  private var isFarOff: Bool {
    guard let denseTime, let prunedTime else { return false }
    return prunedTime > Self.farShare * denseTime
  }

  /// Decides how to search a tile.
  ///
  /// - Parameters:
  ///   - tile: The tile.
  ///   - times: The times of this worker in this pass.
  /// - Returns: The way to search the tile.
  package func search(_ tile: TileState, _ times: TileTimes) -> Search {
    let withBounds: Search = tile.isKnown ? .pruned : .keeping
    if tile.index % Self.samplePeriod == Self.samplePeriod / 2 { return withBounds }
    if !tile.isKnown && !usesScreen { return keepsAll ? .keeping : .dense }
    guard let denseTime = times.dense.mean ?? denseTime else {
      return usesScreen ? .dense : withBounds
    }
    let own = tile.isKnown ? times.pruned : times.keeping
    guard own.tileCount >= Self.triedTiles, own.rowCount >= triedRows, let time = own.mean else {
      return withBounds
    }
    return time < Self.usedShare * denseTime ? withBounds : .dense
  }

  /// Records the times of a pass.
  ///
  /// - Parameters:
  ///   - times: The times of all workers.
  ///   - preparation: The time that preparing the pass took on all workers, in nanoseconds a row.
  package mutating func note(_ times: TileTimes, preparation: Double) {
    if let time = times.dense.mean {
      denseTime = time
    } else if denseTime == nil, !usesScreen, let time = times.keeping.mean {
      denseTime = Self.plainShare * time
    }
    if let time = times.pruned.mean { prunedTime = time + preparation }
    let hadMostBounds = hasMostBounds
    hasMostBounds = times.dense.rowCount < times.pruned.rowCount + times.keeping.rowCount
    if hadMostBounds {
      failures = hasMostBounds ? 0 : min(failures + (isFarOff ? 2 : 1), 4)
      rest = 1 << failures
    }
  }
}
