import CVQKernels
import Testing

// Kernels for bounds and pairs. [unsafe 2 of 2]

/// The contents of a `vqk_open`: open rows.
struct Open: Equatable {
  var numbers: [UInt32] = []
  var codes: [Int32] = []
  var squared: [Double] = []

  var count: Int { codes.count }
}

/// The contents of a `vqk_bounds`: codes and bounds of rows.
struct Kept: Equatable {
  var codes: [Int32]
  var upper: [Float]
  var lower: [Float]
  var travelled: [Double]
  var maximum: Double
}

/// The contents of a `vqk_reach`: distances of the rows of each cluster.
struct Reach: Equatable {
  var maximum: [Float]
  var sums: [Double]
  var counts: [Int64]
}

/// The contents of a `vqk_neighbours`: the neighbour list of each centroid.
struct NeighbourLists {
  var starts: [Int32]
  var codes: [Int32]
  var distances: [Float]
  var radii: [Float]
}

/// The contents of a `vqk_pairs`: pairs whose distances must be computed.
struct Pairs: Equatable {
  var rows: [UInt32] = []
  var codes: [Int32] = []
  var squared: [Double] = []
  var counts: [Int32] = []
  var beyond: [Double] = []
}

extension KernelTable {
  func contested(
    lower: [Float], upper: [Float], codes: [Int32], thresholds: [Float]
  ) -> [UInt32] {
    let numbers = output(lower.count, of: UInt32.self)
    let (low, high, minimum) = (input(lower), input(upper), input(thresholds))
    let own = GuardedBuffer(codes, canary: -1 << 20)
    let count = unsafe table.pointee.contested(
      low.start, high.start, own.start, minimum.start, lower.count, numbers.start)
    withExtendedLifetime((low, high, own, minimum)) {}
    #expect(numbers.isIntact, "nothing is written past the ends")
    return Array(numbers.contents.prefix(count))
  }

  /// Tests all rows, or the listed ones; `inPlace` writes over the list.
  func contestedGroups(
    lowers: [Float], groups: Int, upper: [Float], codes: [Int32], travelled: [Float],
    maximum: [Float], numbers: [UInt32]? = nil, inPlace: Bool = false
  ) -> (open: [UInt32], masks: [UInt64]) {
    let n = numbers?.count ?? upper.count
    let listed = numbers.map { GuardedBuffer($0, canary: 99) }
    let open = inPlace ? listed ?? output(n, of: UInt32.self) : output(n, of: UInt32.self)
    let masks = output(n, of: UInt64.self)
    let (low, high, way, fastest) = (
      input(lowers), input(upper), input(travelled), input(maximum)
    )
    let own = GuardedBuffer(codes, canary: -1 << 20)
    let count = unsafe table.pointee.contested_groups(
      low.start, groups, high.start, own.start, way.start, fastest.start, listed?.start, n,
      open.start, masks.start)
    withExtendedLifetime((low, high, way, fastest, own, listed)) {}
    #expect(open.isIntact && masks.isIntact, "nothing is written past the ends")
    return (Array(open.contents.prefix(count)), Array(masks.contents.prefix(count)))
  }

  func gather(_ rows: Rows<Scalar>, numbers: [UInt32]) -> [Scalar] {
    let packed = output(numbers.count * rows.columns, of: Scalar.self)
    let (memory, listed) = (memory(of: rows), GuardedBuffer(numbers, canary: 1 << 30))
    unsafe table.pointee.gather(
      memory.start + 1, rows.stride, listed.start, numbers.count, rows.columns, packed.start)
    withExtendedLifetime((memory, listed)) {}
    expectIntact(packed)
    return packed.contents
  }

  /// With `isWhole`, `rows` are the first rows, without numbers.
  func keepBounds(
    _ kept: inout Kept, of rows: Open, isWhole: Bool, seconds: [Double], reach: inout Reach
  ) {
    let (memory, open, others) = (KeptMemory(kept), OpenMemory(rows), input(seconds))
    let (maximum, sums) = (GuardedBuffer(reach.maximum, canary: 99), update(reach.sums))
    let counts = GuardedBuffer(reach.counts, canary: 99)
    unsafe table.pointee.keep_bounds(
      memory.c, open.c(isWhole: isWhole), others.start,
      vqk_reach(maximum: maximum.start, sums: sums.start, counts: counts.start))
    withExtendedLifetime(others) {}
    expectIntact(sums, maximum)
    #expect(counts.isIntact, "nothing is written past the ends")
    kept = memory.contents
    reach = Reach(maximum: maximum.contents, sums: sums.contents, counts: counts.contents)
  }

  /// Returns the rows that remain.
  func narrow(_ kept: inout Kept, _ rows: Open) -> Open {
    let (memory, open) = (KeptMemory(kept), OpenMemory(rows))
    let count = unsafe table.pointee.narrow(memory.c, open.c(isWhole: false))
    kept = memory.contents
    return open.contents(count)
  }

  func secondsOfGaps(squared: [Double], gaps: [Scalar], factor: Double) -> [Double] {
    let seconds = output(squared.count, of: Double.self)
    let (own, gap) = (input(squared), input(gaps))
    unsafe table.pointee.seconds_of_gaps(
      squared.count, own.start, gap.start, factor, seconds.start)
    withExtendedLifetime((own, gap)) {}
    expectIntact(seconds)
    return seconds.contents
  }

  /// Returns the rows whose pairs are listed, their pairs, the other rows, and how many rows were
  /// processed.
  func neighbourPairs(
    _ rows: Open, _ lists: NeighbourLists, limit: Int, room: Int
  ) -> (kept: Open, pairs: Pairs, rest: Open, treated: Int) {
    let (open, left) = (OpenMemory(rows), OpenMemory(count: rows.count))
    let memory = PairMemory(room: room, rowCount: rows.count)
    let starts = GuardedBuffer(lists.starts, canary: 1 << 20)
    let codes = GuardedBuffer(lists.codes, canary: 1 << 20)
    let (distances, radii) = (input(lists.distances), input(lists.radii))
    var pairs = unsafe memory.c(count: 0)
    var rest = unsafe left.c(isWhole: false)
    unsafe rest.count = 0
    var treated = -1
    let kept = unsafe table.pointee.neighbour_pairs(
      open.c(isWhole: false),
      vqk_neighbours(
        starts: starts.start, codes: codes.start, distances: distances.start, radii: radii.start),
      limit, &pairs, &rest, &treated)
    withExtendedLifetime((starts, codes, distances, radii)) {}
    let (pairCount, restCount) = unsafe (pairs.count, rest.count)
    return (
      open.contents(kept), memory.contents(pairCount, rowCount: kept), left.contents(restCount),
      treated
    )
  }

  /// Returns the rows after the call, the second distances, and the indices of uncertain rows.
  func settlePairs(
    _ rows: Open, _ pairs: Pairs, roundoff: Double
  ) -> (rows: Open, seconds: [Double], uncertain: [UInt32]) {
    let (open, memory) = (OpenMemory(rows), PairMemory(pairs))
    let seconds = output(rows.count, of: Double.self)
    let uncertain = output(rows.count + 1, of: UInt32.self)
    var pairs = unsafe memory.c(count: pairs.codes.count)
    let count = unsafe table.pointee.settle_pairs(
      open.c(isWhole: false), &pairs, roundoff, seconds.start, uncertain.start)
    expectIntact(seconds)
    #expect(uncertain.isIntact, "nothing is written past the ends")
    return (
      open.contents(rows.count), seconds.contents, Array(uncertain.contents.prefix(count))
    )
  }
}

// MARK: Conversion to C

@safe private struct OpenMemory {
  let numbers: GuardedBuffer<UInt32>
  let codes: GuardedBuffer<Int32>
  let squared: GuardedBuffer<Double>

  init(_ rows: Open) {
    numbers = GuardedBuffer(rows.numbers, canary: 1 << 30)
    codes = GuardedBuffer(rows.codes, canary: 1 << 20)
    squared = GuardedBuffer(rows.squared, canary: 99)
  }

  init(count: Int) {
    self.init(
      Open(
        numbers: Array(repeating: 7, count: count), codes: Array(repeating: 7, count: count),
        squared: Array(repeating: 7, count: count)))
  }

  func c(isWhole: Bool) -> vqk_open {
    unsafe vqk_open(
      numbers: isWhole ? nil : numbers.start, codes: codes.start, squared: squared.start,
      count: codes.contents.count)
  }

  func contents(_ count: Int) -> Open {
    #expect(
      numbers.isIntact && codes.isIntact && squared.isIntact, "nothing is written past the ends")
    return Open(
      numbers: Array(numbers.contents.prefix(count)), codes: Array(codes.contents.prefix(count)),
      squared: Array(squared.contents.prefix(count)))
  }
}

@safe private struct KeptMemory {
  let kept: Kept
  let codes: GuardedBuffer<Int32>
  let upper: GuardedBuffer<Float>
  let lower: GuardedBuffer<Float>
  let travelled: GuardedBuffer<Double>

  init(_ kept: Kept) {
    self.kept = kept
    codes = GuardedBuffer(kept.codes, canary: 1 << 20)
    upper = GuardedBuffer(kept.upper, canary: 99)
    lower = GuardedBuffer(kept.lower, canary: 99)
    travelled = GuardedBuffer(kept.travelled, canary: .nan)
  }

  var c: vqk_bounds {
    unsafe vqk_bounds(
      codes: codes.start, upper: upper.start, lower: lower.start, travelled: travelled.start,
      maximum: kept.maximum)
  }

  var contents: Kept {
    #expect(codes.isIntact && upper.isIntact && lower.isIntact, "nothing is written past the ends")
    return Kept(
      codes: codes.contents, upper: upper.contents, lower: lower.contents,
      travelled: kept.travelled, maximum: kept.maximum)
  }
}

@safe private struct PairMemory {
  let rows: GuardedBuffer<UInt32>
  let codes: GuardedBuffer<Int32>
  let squared: GuardedBuffer<Double>
  let counts: GuardedBuffer<Int32>
  let beyond: GuardedBuffer<Double>

  init(_ pairs: Pairs) {
    rows = GuardedBuffer(pairs.rows, canary: 1 << 30)
    codes = GuardedBuffer(pairs.codes, canary: 1 << 20)
    squared = GuardedBuffer(pairs.squared, canary: -99)
    counts = GuardedBuffer(pairs.counts, canary: 1 << 20)
    beyond = GuardedBuffer(pairs.beyond, canary: -99)
  }

  init(room: Int, rowCount: Int) {
    self.init(
      Pairs(
        rows: Array(repeating: 7, count: room), codes: Array(repeating: 7, count: room),
        squared: Array(repeating: 7, count: room), counts: Array(repeating: 7, count: rowCount),
        beyond: Array(repeating: 7, count: rowCount)))
  }

  func c(count: Int) -> vqk_pairs {
    unsafe vqk_pairs(
      rows: rows.start, codes: codes.start, squared: squared.start, count: count,
      room: rows.contents.count, counts: counts.start, beyond: beyond.start)
  }

  func contents(_ count: Int, rowCount: Int) -> Pairs {
    #expect(
      rows.isIntact && codes.isIntact && squared.isIntact && counts.isIntact && beyond.isIntact,
      "nothing is written past the ends")
    return Pairs(
      rows: Array(rows.contents.prefix(count)), codes: Array(codes.contents.prefix(count)),
      squared: Array(squared.contents.prefix(count)),
      counts: Array(counts.contents.prefix(rowCount)),
      beyond: Array(beyond.contents.prefix(rowCount)))
  }
}
