/// The time of some tiles, by the kind of search.
package struct TileTimes: Sendable {
  /// The tiles of one kind.
  package struct Kind: Sendable {
    package private(set) var tileCount = 0
    package private(set) var rowCount = 0
    private var nanoseconds = 0.0

    /// Nanoseconds a row; `nil` without tiles.
    package var mean: Double? { rowCount == 0 ? nil : nanoseconds / Double(rowCount) }

    fileprivate mutating func add(_ rows: Int, _ time: Duration) {
      tileCount += 1
      rowCount += rows
      nanoseconds += time / .nanoseconds(1)
    }

    fileprivate mutating func add(_ other: Kind) {
      tileCount += other.tileCount
      rowCount += other.rowCount
      nanoseconds += other.nanoseconds
    }
  }

  package private(set) var pruned = Kind()
  package private(set) var keeping = Kind()
  package private(set) var dense = Kind()

  package init() {}

  /// Adds the time of one tile.
  package mutating func add(_ search: PruningChoice.Search, rows: Int, _ time: Duration) {
    switch search {
    case .pruned: pruned.add(rows, time)
    case .keeping: keeping.add(rows, time)
    case .dense: dense.add(rows, time)
    }
  }

  package mutating func add(_ other: TileTimes) {
    pruned.add(other.pruned)
    keeping.add(other.keeping)
    dense.add(other.dense)
  }
}
