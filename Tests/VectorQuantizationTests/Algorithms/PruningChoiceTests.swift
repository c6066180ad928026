import Testing
import VectorQuantization

@Suite struct PruningChoiceTests {
  /// 3200 tiles of 100 rows for each of two workers, and few centroids: neighbour lists for a sample
  /// would take too long.
  private static let plan = TilePlan(
    rowCount: 640_000, featureCount: 16, clusterCount: 1000, scalarSize: 4)
  private static let sampleTile = 16
  private static let otherTile = 17

  private static func choice(rowCost: Double = 1000) -> PruningChoice {
    PruningChoice(rowCost: rowCost, of: plan, workers: 2)
  }

  /// The times of a worker: nanoseconds a row of each kind of tile, 200 tiles of 100 rows.
  private static func times(
    pruned: Int? = nil, keeping: Int? = nil, dense: Int? = nil
  ) -> TileTimes {
    var times = TileTimes()
    let kinds: [(PruningChoice.Search, Int?)] = [
      (.pruned, pruned), (.keeping, keeping), (.dense, dense),
    ]
    for (kind, time) in kinds {
      guard let time else { continue }
      for _ in 0..<200 { times.add(kind, rows: 100, .nanoseconds(100 * time)) }
    }
    return times
  }

  private static func begin(_ choice: inout PruningChoice, hasBounds: Bool = true) {
    choice.begin(PruningChoice.PassState(hasBounds: hasBounds, usesScreen: false))
  }

  private func search(
    _ choice: PruningChoice, _ tile: Int = otherTile, isKnown: Bool = true,
    after times: TileTimes = TileTimes()
  ) -> PruningChoice.Search {
    choice.search(PruningChoice.TileState(index: tile, isKnown: isKnown), times)
  }

  @Test("the first pass writes bounds of expensive rows, else of a sample", arguments: [1000, 40])
  func firstPass(_ rowCost: Double) {
    var choice = Self.choice(rowCost: rowCost)
    Self.begin(&choice, hasBounds: false)
    #expect(search(choice, isKnown: false) == (rowCost > 100 ? .keeping : .dense))
    #expect(search(choice, Self.sampleTile, isKnown: false) == .keeping)
  }

  @Test("known bounds are tried, and used unless they take longer than a dense search")
  func triesKnownBounds() {
    var choice = Self.choice()
    Self.begin(&choice, hasBounds: false)
    choice.note(Self.times(keeping: 100), preparation: 0)
    Self.begin(&choice)
    #expect(search(choice) == .pruned)
    #expect(search(choice, after: Self.times(pruned: 60)) == .pruned)
    // A dense search that writes no bounds would take 93.
    #expect(search(choice, after: Self.times(pruned: 99)) == .pruned)
    #expect(search(choice, after: Self.times(pruned: 110)) == .dense)
    #expect(search(choice, Self.sampleTile, after: Self.times(pruned: 110)) == .pruned)
  }

  @Test("bounds are written again once the sample shows that they pay")
  func writesBoundsAgain() {
    for (pruned, expected) in [(80, PruningChoice.Search.keeping), (95, .dense)] {
      var choice = Self.choice()
      Self.begin(&choice, hasBounds: false)
      choice.note(Self.times(keeping: 100), preparation: 0)
      Self.begin(&choice)
      choice.note(Self.times(pruned: 150, dense: 100), preparation: 0)
      Self.begin(&choice)
      #expect(search(choice, isKnown: false) == .dense)
      choice.note(Self.times(pruned: pruned - 5, dense: 100), preparation: 5)
      Self.begin(&choice)
      #expect(search(choice, isKnown: false) == expected)
    }
  }

  @Test("another run begins without the times of bounds in the last run")
  func beginsAnotherRun() {
    var choice = Self.choice(rowCost: 40)
    Self.begin(&choice, hasBounds: false)
    choice.note(Self.times(keeping: 120, dense: 100), preparation: 0)
    Self.begin(&choice)
    choice.note(Self.times(pruned: 10, dense: 100), preparation: 0)
    Self.begin(&choice, hasBounds: false)
    choice.note(Self.times(keeping: 120, dense: 100), preparation: 0)
    Self.begin(&choice)
    #expect(search(choice, isKnown: false) == .dense)
  }

  @Test("with a screen, a dense tile is timed before screened tiles are compared with it")
  func screens() {
    var choice = Self.choice()
    choice.begin(PruningChoice.PassState(hasBounds: false, usesScreen: true))
    #expect(search(choice, isKnown: false) == .dense)
    #expect(search(choice, isKnown: false, after: Self.times(dense: 100)) == .keeping)
    #expect(search(choice, isKnown: false, after: Self.times(keeping: 50, dense: 100)) == .keeping)
    #expect(search(choice, isKnown: false, after: Self.times(keeping: 150, dense: 100)) == .dense)
  }
}
