/// What one worker needs to search some rows of a tile among some centroids.
struct PruningScratch<Scalar: VectorScalar>: ~Copyable, Sendable {
  /// The rows that are still open, and those that are left for a dearer search.
  var open: OpenRows
  var rest: OpenRows
  /// The rows that are compared with every centroid, side by side.
  var gathered: [Scalar]
  /// A lower bound a row on the distance to all but the nearest; and the rows among those that
  /// rounding leaves undecided.
  var seconds: [Double]
  var uncertain: [UInt32]
  /// Centroids to measure.
  var pairs: PairBuffer
  /// The candidates of a row that needs settling.
  var candidates: [Int32]
  /// The search by projections, where there is a screen.
  var screen: ScreenSearch?
  /// For each open row, the groups that may hold its nearest centroid; and which of the open rows
  /// each of `rest` is.
  var masks: [UInt64]
  var positions: [Int32]

  /// What was found of each code's observations.
  var reach: ClusterReach
  var tally = PruningTally()

  /// Allocates; nothing for a fit that prunes nothing.
  init(plan: TilePlan, prunes: Bool) {
    let rows = prunes ? plan.tileRows : 0
    open = OpenRows(capacity: rows)
    rest = OpenRows(capacity: rows)
    gathered = Array(repeating: 0, count: rows * plan.featureCount)
    seconds = Array(repeating: 0, count: rows)
    uncertain = Array(repeating: 0, count: rows + 1)
    pairs = PairBuffer(
      rowCapacity: rows, capacity: prunes ? max(PairBuffer.usualCapacity, 6 * plan.clusterCount) : 0
    )
    candidates = Array(repeating: 0, count: prunes ? plan.clusterCount + 1 : 0)
    masks = Array(repeating: 0, count: rows)
    positions = Array(repeating: 0, count: rows)
    reach = ClusterReach(clusterCount: prunes ? plan.clusterCount : 0)
  }
}

/// Rows of a tile that are looked at: for each its number, the code it has so far, and the squared
/// distance to that centroid.
///
/// The first `count` are in use.
struct OpenRows: Sendable {
  var numbers: [UInt32]
  var codes: [Int32]
  var squared: [Double]
  var count = 0

  init(capacity: Int) {
    numbers = Array(repeating: 0, count: capacity)
    codes = Array(repeating: 0, count: capacity)
    squared = Array(repeating: 0, count: capacity)
  }

  /// Adds some rows of another list.
  mutating func append(_ other: OpenRows, _ range: Range<Int>) {
    for position in range {
      numbers[count] = other.numbers[position]
      codes[count] = other.codes[position]
      squared[count] = other.squared[position]
      count += 1
    }
  }

  /// Takes the codes of the rows that are listed.
  mutating func readCodes(_ tileCodes: [Int32]) {
    for position in 0..<count { codes[position] = tileCodes[Int(numbers[position])] }
  }
}

/// Pairs of a row and a code, a row's one after the other, and their squared distances.
///
/// The first `count` are in use.
struct PairBuffer: Sendable {
  var rows: [UInt32]
  var codes: [Int32]
  var squared: [Double]
  var count = 0
  /// For each row, how many pairs it has, and a lower bound on the distance to all other centroids.
  var counts: [Int32]
  var beyond: [Double]

  static let usualCapacity = 8192

  init(rowCapacity: Int, capacity: Int) {
    rows = Array(repeating: 0, count: capacity)
    codes = Array(repeating: 0, count: capacity)
    squared = Array(repeating: 0, count: capacity)
    counts = Array(repeating: 0, count: rowCapacity)
    beyond = Array(repeating: 0, count: rowCapacity)
  }
}

/// How far the observations of each cluster lie from its centroid, scaled.
struct ClusterReach: Sendable {
  var greatest: [Float]
  var sums: [Double]
  var counts: [Int64]

  init(clusterCount: Int) {
    greatest = Array(repeating: 0, count: clusterCount)
    sums = Array(repeating: 0, count: clusterCount)
    counts = Array(repeating: 0, count: clusterCount)
  }

  mutating func add(_ other: ClusterReach) {
    for code in counts.indices {
      greatest[code] = max(greatest[code], other.greatest[code])
      sums[code] += other.sums[code]
      counts[code] += other.counts[code]
    }
  }

  mutating func clear() {
    for code in counts.indices {
      greatest[code] = 0
      sums[code] = 0
      counts[code] = 0
    }
  }
}

/// What pruning left to do in a pass.
struct PruningTally: Sendable {
  /// Observations whose bounds did not keep their codes.
  var contested = 0
  /// Those that needed a search even so.
  var open = 0
  /// Those that the neighbours of their centroids settled.
  var neighboured = 0
  /// Those whose projections were compared with every centroid's.
  var projected = 0
  /// Those compared with every centroid.
  var dense = 0
  /// Pairs measured one by one.
  var pairs = 0
  /// Pairs of a row and a centroid scored in groups.
  var grouped = 0

  /// The distances computed, in full, for so many centroids.
  func distanceCount(clusterCount: Double) -> Double {
    Double(dense) * clusterCount + Double(contested + pairs + grouped)
  }

  mutating func add(_ other: PruningTally) {
    contested += other.contested
    open += other.open
    neighboured += other.neighboured
    projected += other.projected
    dense += other.dense
    pairs += other.pairs
    grouped += other.grouped
  }
}
