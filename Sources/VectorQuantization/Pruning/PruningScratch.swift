/// What one worker needs to search some rows of a tile among some centroids.
struct PruningScratch<Scalar: VectorScalar>: ~Copyable, Sendable {
  /// The rows of the tile that are still open, with the code each has so far, and the square of its
  /// distance to that centroid.
  var open: [UInt32]
  var own: [Int32]
  var squared: [Double]

  /// The rows that are compared with every centroid, side by side, and their codes.
  var rest: [UInt32]
  var gathered: [Scalar]
  var found: [Int32]

  /// Pairs of a row and a centroid to be measured, a row's one after the other.
  var pairs: PairBuffer
  /// For each open row that is settled by its pairs, how many it has, and a lower bound on the
  /// distance to centroids that are in none.
  var pairCounts: [Int32]
  var beyond: [Double]
  /// The search by projections, where there is a screen.
  var screen: ScreenSearch?
  /// The candidates of a row that needs settling.
  var candidates: [Int32]

  /// For each open row, the groups that may hold its nearest centroid, and a lower bound on the
  /// distance to the others in the group of the nearest so far; negative while that is as it was.
  var masks: [UInt64]
  var seconds: [Double]
  /// Which of the open rows each of `rest` is.
  var positions: [Int32]

  /// What was found of each code's observations.
  var reach: ClusterReach
  var tally = PruningTally()

  /// Allocates; nothing for a fit that prunes nothing.
  init(plan: TilePlan, prunes: Bool) {
    let rows = prunes ? plan.tileRows : 0
    open = Array(repeating: 0, count: rows)
    own = Array(repeating: 0, count: rows)
    squared = Array(repeating: 0, count: rows)
    rest = Array(repeating: 0, count: rows)
    gathered = Array(repeating: 0, count: rows * plan.featureCount)
    found = Array(repeating: 0, count: rows)
    pairs = PairBuffer(
      capacity: prunes ? max(plan.clusterCount, PairBuffer.usualCapacity) : 0)
    pairCounts = Array(repeating: 0, count: rows)
    beyond = Array(repeating: 0, count: rows)
    masks = Array(repeating: 0, count: rows)
    seconds = Array(repeating: 0, count: rows)
    positions = Array(repeating: 0, count: rows)
    candidates = Array(repeating: 0, count: prunes ? plan.clusterCount + 1 : 0)
    reach = ClusterReach(clusterCount: prunes ? plan.clusterCount : 0)
  }
}

/// Pairs of a row and a code, and their squared distance once it is known.
struct PairBuffer: Sendable {
  var rows: [UInt32]
  var codes: [Int32]
  var squared: [Double]
  private(set) var count = 0

  static let usualCapacity = 4096

  init(capacity: Int) {
    rows = Array(repeating: 0, count: capacity)
    codes = Array(repeating: 0, count: capacity)
    squared = Array(repeating: 0, count: capacity)
  }

  var capacity: Int { rows.count }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func append(row: UInt32, code: Int32) {
    rows[count] = row
    codes[count] = code
    count += 1
  }
}

/// How far the observations of each cluster lie from its centroid, scaled.
struct ClusterReach: Sendable {
  private(set) var greatest: [Float]
  private(set) var sums: [Double]
  private(set) var counts: [Int]

  init(clusterCount: Int) {
    greatest = Array(repeating: 0, count: clusterCount)
    sums = Array(repeating: 0, count: clusterCount)
    counts = Array(repeating: 0, count: clusterCount)
  }

  @inline(__always)
  mutating func take(_ distance: Double, code: Int) {
    greatest[code] = max(greatest[code], Float(distance))
    sums[code] += distance
    counts[code] += 1
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
  /// Those compared with every centroid.
  var dense = 0
  /// Pairs measured one by one.
  var pairs = 0
  /// Rows whose projections were compared with every centroid's.
  var projected = 0
  /// Pairs of a row and a centroid scored in groups.
  var grouped = 0

  mutating func add(_ other: PruningTally) {
    contested += other.contested
    open += other.open
    dense += other.dense
    pairs += other.pairs
    projected += other.projected
    grouped += other.grouped
  }
}
