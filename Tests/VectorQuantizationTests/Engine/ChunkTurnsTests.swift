import Testing
import VQTestSupport
import VectorQuantization

/// Workers have about the same amount of work: a simulation counts the work of each.
@Suite struct ChunkTurnsTests {
  /// A problem from the benchmarks, or one of similar size.
  struct Problem: Sendable, CustomTestStringConvertible {
    let shape: Shape
    let scalarSize: Int

    init(_ rows: Int, _ columns: Int, _ clusters: Int, scalarSize: Int = 4) {
      shape = Shape(rows, columns, clusters)
      self.scalarSize = scalarSize
    }

    var testDescription: String { "\(shape) of \(scalarSize) bytes" }

    var plan: TilePlan {
      TilePlan.iterating(
        rowCount: shape.rows, featureCount: shape.columns, clusterCount: shape.clusterCount,
        scalarSize: scalarSize)
    }

    /// The multiply-adds of a row's search.
    var rowWork: Int { shape.columns * shape.clusterCount }
    /// The cost of adding a row to the sums: a small multiple of that of one centroid.
    var rowAddition: Int { plan.sumsByCode ? 0 : 4 * shape.columns }
  }

  static let problems = [
    Problem(1_000_000, 3, 256), Problem(546_560, 3, 256), Problem(546_560, 3, 256, scalarSize: 8),
    Problem(4_000_000, 2, 64, scalarSize: 8), Problem(1_000_000, 16, 100),
    Problem(1_000_000, 16, 100, scalarSize: 8), Problem(500_000, 32, 256),
    Problem(200_000, 128, 1024), Problem(200_000, 128, 1024, scalarSize: 8),
    Problem(133_140, 192, 256), Problem(1_000_000, 1, 100, scalarSize: 8),
    Problem(120_000, 192, 1024), Problem(400_000, 48, 512), Problem(4_000_000, 2, 1000),
    Problem(200_000, 64, 8192), Problem(100_000, 16, 20), Problem(100_000, 64, 10),
    Problem(100_000, 768, 1024), Problem(100_000, 1024, 40), Problem(100_003, 10, 10),
  ]

  @Test(
    "the slowest of up to 128 workers has at most 15% more work than the average",
    arguments: problems)
  func balances(_ problem: Problem) {
    let work = Double(problem.shape.rows * problem.rowWork)
    // Every number of workers for a small problem.
    let limits =
      problem.shape.rows > 100_003
      ? [2, 3, 5, 8, 15, 16, 23, 32, 33, 47, 64, 65, 89, 96, 113, 127, 128] : Array(1...128)
    for limit in limits {
      let workers = Workers.count(for: work, limit: limit)
      if workers < limit { break }
      let spread = Spread(problem, workers: workers)
      let (slowest, mean) = (spread.slowest, spread.mean)
      #expect(spread.rowCount == problem.shape.rows, "\(workers) workers")
      #expect(slowest <= 1.15 * mean, "\(workers) workers")
    }
  }

  @Test("the serial part is less than 1% of an iteration", arguments: problems)
  func leavesLittleToOneThread(_ problem: Problem) {
    let plan = problem.plan
    let numbers = problem.rowWork
    // Records are merged, and centroids are moved and packed, in parallel by ranges of codes. One
    // range is the smallest unit for a thread.
    let records = plan.sumsByCode ? 0 : plan.chunkCount
    let stretch = min(numbers, 4096)
    let alone = stretch * (records + 3) + 2 * plan.chunkCount + 2 * problem.shape.clusterCount
    #expect(Double(alone) < 0.01 * Double(problem.shape.rows * numbers))
  }

  @Test("parts are whole tiles if a strategy decides per tile")
  func keepsTilesWhole() {
    let plan = Problem(100_000, 16, 20).plan
    let turns = ChunkTurns(plan: plan)
    turns.begin(0..<plan.chunkCount, workers: 128)
    turns.share(among: 128)
    let rows = plan.rows(ofChunk: 1)
    var start = rows.lowerBound
    while let part = turns.part(ofChunk: 1, divides: false) {
      #expect(part.lowerBound == start)
      #expect(part.count.isMultiple(of: plan.tileRows) || part.upperBound == rows.upperBound)
      start = part.upperBound
    }
    #expect(start == rows.upperBound)
  }
}

/// Simulates how workers share a pass, in multiply-adds.
///
/// Assumes that all workers begin at the same time and are equally fast.
private struct Spread: ~Copyable {
  private(set) var slowest = 0.0
  private(set) var rowCount = 0
  let mean: Double

  /// The work of one worker until a point in time.
  private struct Step {
    let worker: Int
    var end: Double
    let chunk: Int
    let part: Range<Int>
    var isAdding = false
  }

  private let turns: ChunkTurns
  private let plan: TilePlan
  private var nextChunk = 0
  /// The current chunk of each worker.
  private var places: [Int?]
  /// The current steps of the workers, the last to end first.
  private var steps: [Step] = []
  /// The steps that wait for their turn to add, by their first row.
  private var waiting: [Int: Step] = [:]

  init(_ problem: ChunkTurnsTests.Problem, workers: Int) {
    plan = problem.plan
    let (search, addition) = (Double(problem.rowWork), Double(problem.rowAddition))
    mean = Double(problem.shape.rows) * (search + addition) / Double(workers)
    turns = ChunkTurns(plan: plan)
    turns.begin(0..<plan.chunkCount, workers: workers)
    places = Array(repeating: nil, count: workers)
    for worker in 0..<workers { begin(worker, at: 0, search) }
    while var step = steps.popLast() {
      slowest = step.end
      if step.isAdding {
        turns.endTurn(at: step.part.upperBound, ofChunk: step.chunk, slot: 0)
        rowCount += step.part.count
        if let next = waiting.removeValue(forKey: step.part.upperBound) {
          add(next, at: step.end, addition)
        }
        begin(step.worker, at: step.end, search)
      } else if turns.isTurn(at: step.part.lowerBound, ofChunk: step.chunk, slot: 0) {
        add(step, at: step.end, addition)
      } else {
        step.isAdding = true
        waiting[step.part.lowerBound] = step
      }
    }
  }

  private mutating func add(_ step: Step, at time: Double, _ addition: Double) {
    var step = step
    step.end = time + Double(step.part.count) * addition
    step.isAdding = true
    insert(step)
  }

  /// Lets a worker search its next part.
  private mutating func begin(_ worker: Int, at time: Double, _ search: Double) {
    while true {
      if let chunk = places[worker], let part = turns.part(ofChunk: chunk, divides: true) {
        let end = time + Double(part.count) * search
        return insert(Step(worker: worker, end: end, chunk: chunk, part: part))
      }
      if nextChunk < plan.chunkCount {
        places[worker] = nextChunk
        nextChunk += 1
        continue
      }
      turns.share(among: places.count)
      places[worker] = turns.chunkToShare(of: 0..<plan.chunkCount)
      if places[worker] == nil { return }
    }
  }

  private mutating func insert(_ step: Step) {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].end > step.end { low = middle + 1 } else { high = middle }
    }
    steps.insert(step, at: low)
  }
}
