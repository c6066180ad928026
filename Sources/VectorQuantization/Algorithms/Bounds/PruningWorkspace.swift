/// One worker's workspace to search some rows of a tile among some centroids.
struct PruningWorkspace<Scalar: VectorScalar>: ~Copyable, Sendable {
  /// The rows that are still open, and the rows left for a more expensive test.
  var open: OpenRows
  var rest: OpenRows
  /// The rows to compare with every centroid, one after the other.
  let gathered: TileMemory<Scalar>
  private let featureCount: Int
  /// For each row, a lower bound on the distance to all centroids except the nearest.
  let seconds: TileMemory<Double>
  let uncertain: TileMemory<UInt32>
  /// The pairs to measure.
  var pairs: CandidateDistances
  /// The candidates of a near tie.
  let candidates: TileMemory<Int32>
  /// The search by projections, if there is a screen.
  var screen: ScreenSearch?
  let groups: GroupWorkspace

  /// The distances of each cluster's observations that this worker found.
  let reach: ClusterReach
  var counts = PruningCounts()

  /// Allocates the memory, or none for a fit that does not prune.
  init(plan: TilePlan, prunes: Bool) {
    let rows = prunes ? plan.tileRows : 0
    featureCount = plan.featureCount
    open = OpenRows(capacity: rows)
    rest = OpenRows(capacity: rows)
    gathered = TileMemory(count: rows * plan.featureCount)
    seconds = TileMemory(count: rows)
    uncertain = TileMemory(count: rows + 1)
    pairs = CandidateDistances(
      rowCapacity: rows,
      capacity: prunes ? max(CandidateDistances.usualCapacity, 6 * plan.clusterCount) : 0
    )
    candidates = TileMemory(count: prunes ? plan.clusterCount + 1 : 0)
    groups = GroupWorkspace(rowCapacity: rows)
    reach = ClusterReach(clusterCount: prunes ? plan.clusterCount : 0)
  }
}

extension PruningWorkspace {
  /// Borrows the first `count` gathered rows.
  @_lifetime(borrow self)
  func gatheredRows(_ count: Int) -> MatrixSpan<Scalar> {
    MatrixSpan(gathered.span, rows: count, columns: featureCount)
  }
}

/// The state of open rows in a search by groups.
struct GroupWorkspace: ~Copyable, Sendable {
  /// For each open row, the groups that may hold its nearest centroid.
  let masks: TileMemory<UInt64>
  /// For each remaining row, its position among the open rows.
  let positions: TileMemory<Int32>

  init(rowCapacity: Int) {
    masks = TileMemory(count: rowCapacity)
    positions = TileMemory(count: rowCapacity)
  }
}

/// Some rows of a tile: the number, current code and squared distance to its centroid of each.
///
/// The first `count` are in use.
struct OpenRows: ~Copyable, Sendable {
  let numbers: TileMemory<UInt32>
  let codes: TileMemory<Int32>
  let squared: TileMemory<Double>
  var count = 0

  init(capacity: Int) {
    numbers = TileMemory(count: capacity)
    codes = TileMemory(count: capacity)
    squared = TileMemory(count: capacity)
  }

  /// Appends some rows of another list.
  mutating func append(_ other: borrowing OpenRows, _ range: Range<Int>) {
    for position in range {
      numbers[count] = other.numbers[position]
      codes[count] = other.codes[position]
      squared[count] = other.squared[position]
      count += 1
    }
  }

  /// Reads the codes of the listed rows.
  func readCodes(_ tileCodes: borrowing TileMemory<Int32>) {
    for position in 0..<count { codes[position] = tileCodes[Int(numbers[position])] }
  }
}

/// Pairs of a row and a code, grouped by row, with their squared distances.
///
/// The first `count` are in use.
struct CandidateDistances: ~Copyable, Sendable {
  let rows: TileMemory<UInt32>
  let codes: TileMemory<Int32>
  let squared: TileMemory<Double>
  var count = 0
  /// For each row, the number of its pairs, and a lower bound on all other distances.
  let counts: TileMemory<Int32>
  let beyond: TileMemory<Double>

  static let usualCapacity = 8192

  init(rowCapacity: Int, capacity: Int) {
    rows = TileMemory(count: capacity)
    codes = TileMemory(count: capacity)
    squared = TileMemory(count: capacity)
    counts = TileMemory(count: rowCapacity)
    beyond = TileMemory(count: rowCapacity)
  }
}

/// The scaled distances of each cluster's observations from its centroid.
struct ClusterReach: ~Copyable, Sendable {
  let maximum: TileMemory<Float>
  let sums: TileMemory<Double>
  let counts: TileMemory<Int64>

  init(clusterCount: Int) {
    maximum = TileMemory(count: clusterCount)
    sums = TileMemory(count: clusterCount)
    counts = TileMemory(count: clusterCount)
  }

  func add(_ other: borrowing ClusterReach) {
    var maximum = maximum.lent
    var sums = sums.lent
    var counts = counts.lent
    for code in counts.indices {
      maximum[code] = max(maximum[code], other.maximum[code])
      sums[code] += other.sums[code]
      counts[code] += other.counts[code]
    }
  }

  func clear() {
    for code in 0..<counts.count {
      maximum[code] = 0
      sums[code] = 0
      counts[code] = 0
    }
  }
}

/// The work of a pruned pass.
struct PruningCounts: Sendable {
  /// Observations whose bounds did not keep their codes.
  var contested = 0
  /// Contested observations that still needed a search after the distance test.
  var open = 0
  /// Observations that the neighbour test settled.
  var neighboured = 0
  /// Observations whose projections were compared with those of every centroid.
  var projected = 0
  /// Observations that were compared with every centroid.
  var dense = 0
  /// Such observations that kept no bounds, which `dense` does not count.
  var plain = 0
  /// Pairs of a row and a centroid that were measured one by one.
  var pairs = 0
  /// Pairs of a row and a centroid that were scored in groups.
  var grouped = 0
  /// The times of tiles, if they decide how others are searched.
  var times = TileTimes()

  /// The number of full distances computed, given the number of centroids.
  func distanceCount(clusterCount: Double) -> Double {
    Double(dense + plain) * clusterCount + Double(contested + pairs + grouped)
  }

  mutating func add(_ other: PruningCounts) {
    contested += other.contested
    open += other.open
    neighboured += other.neighboured
    projected += other.projected
    dense += other.dense
    plain += other.plain
    pairs += other.pairs
    grouped += other.grouped
    times.add(other.times)
  }
}
