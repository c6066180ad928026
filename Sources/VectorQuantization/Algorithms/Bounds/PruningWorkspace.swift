/// What one worker needs to search some rows of a tile among some centroids.
struct PruningWorkspace<Scalar: VectorScalar>: ~Copyable, Sendable {
  /// The rows that are still open, and those that are left for a dearer search.
  var open: OpenRows
  var rest: OpenRows
  /// The rows that are compared with every centroid, side by side.
  let gathered: TileMemory<Scalar>
  private let featureCount: Int
  /// A lower bound a row on the distance to all but the nearest; and the rows among those that
  /// rounding leaves undecided.
  let seconds: TileMemory<Double>
  let uncertain: TileMemory<UInt32>
  /// Centroids to measure.
  var pairs: CandidateDistances
  /// The candidates of a row that needs settling.
  let candidates: TileMemory<Int32>
  /// The search by projections, where there is a screen.
  var screen: ScreenSearch?
  let groups: GroupWorkspace

  /// What was found of each code's observations.
  let reach: ClusterReach
  var counts = PruningCounts()

  /// Allocates; nothing for a fit that prunes nothing.
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
  /// The first rows that were gathered.
  @_lifetime(borrow self)
  func gatheredRows(_ count: Int) -> MatrixSpan<Scalar> {
    MatrixSpan(gathered.span, rows: count, columns: featureCount)
  }
}

/// What searches by groups note of open rows.
struct GroupWorkspace: ~Copyable, Sendable {
  /// For each open row, the groups that may hold its nearest centroid.
  let masks: TileMemory<UInt64>
  /// Which of the open rows each of the rest is.
  let positions: TileMemory<Int32>

  init(rowCapacity: Int) {
    masks = TileMemory(count: rowCapacity)
    positions = TileMemory(count: rowCapacity)
  }
}

/// Rows of a tile that are looked at: for each its number, the code it has so far, and the squared
/// distance to that centroid.
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

  /// Adds some rows of another list.
  mutating func append(_ other: borrowing OpenRows, _ range: Range<Int>) {
    for position in range {
      numbers[count] = other.numbers[position]
      codes[count] = other.codes[position]
      squared[count] = other.squared[position]
      count += 1
    }
  }

  /// Takes the codes of the rows that are listed.
  func readCodes(_ tileCodes: borrowing TileMemory<Int32>) {
    for position in 0..<count { codes[position] = tileCodes[Int(numbers[position])] }
  }
}

/// Pairs of a row and a code, a row's one after the other, and their squared distances.
///
/// The first `count` are in use.
struct CandidateDistances: ~Copyable, Sendable {
  let rows: TileMemory<UInt32>
  let codes: TileMemory<Int32>
  let squared: TileMemory<Double>
  var count = 0
  /// For each row, how many pairs it has, and a lower bound on the distance to all other centroids.
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

/// How far the observations of each cluster lie from its centroid, scaled.
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

/// What pruning left to do in a pass.
struct PruningCounts: Sendable {
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

  mutating func add(_ other: PruningCounts) {
    contested += other.contested
    open += other.open
    neighboured += other.neighboured
    projected += other.projected
    dense += other.dense
    pairs += other.pairs
    grouped += other.grouped
  }
}
