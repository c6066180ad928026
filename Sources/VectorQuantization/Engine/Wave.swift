/// The runs that advance together over the same tiles, and all the memory they need.
///
/// Each run has a slot: its centroids, their packed form, its sums, and partial sums for each chunk.
/// Everything is allocated before the first iteration and reused. Workers hold the wave together, and
/// each writes to the chunks that it was given.
struct Wave<Scalar: VectorScalar>: ~Copyable, Sendable {
  let plan: TilePlan
  var codebooks: Codebooks<Scalar>
  /// For each slot, one record: of all observations, as far as they were added up.
  var runSums: SumsMemory
  /// For each slot, for each chunk, one record; none if sums are formed by code.
  var chunkSums: SumsMemory
  var figures: DistanceSums
  /// What the last pass did for sums.
  var update = SumsUpdate.none
  /// Who works on which rows of a pass.
  let turns: ChunkTurns
  /// For each chunk, how many codes changed; for a single slot whose codes are kept.
  let moved: TileMemory<Int>
  /// The rows of each code, and every observation's code before the last pass: if sums are formed by
  /// code.
  var members: RowsByCode
  var previousCodes: TileMemory<Int32>

  /// Allocates the memory of `slotCount` runs; without sums if they are only to assign.
  init(
    _ input: borrowing FitInput<Scalar>, slotCount: Int = 1, accumulates: Bool = true,
    workers: Int = 1
  ) {
    let (plan, isWeighted) = (input.plan, input.weights != nil)
    self.plan = plan
    codebooks = Codebooks(input, slotCount: slotCount, workers: workers)
    let slots = accumulates ? slotCount : 0
    runSums = SumsMemory(recordCount: slots, plan: plan, isWeighted: isWeighted)
    chunkSums = SumsMemory(
      recordCount: plan.sumsByCode ? 0 : slots * plan.chunkCount, plan: plan,
      isWeighted: isWeighted)
    figures = DistanceSums(slotCount: slotCount, chunkCount: plan.chunkCount)
    turns = ChunkTurns(plan: plan, slotCount: slotCount)
    moved = TileMemory(count: plan.chunkCount)
    members = RowsByCode(clusterCount: plan.clusterCount)
    previousCodes = TileMemory(count: accumulates && plan.sumsByCode ? plan.rowCount : 0)
  }

  /// A codebook that observations are assigned to, and nothing else.
  init(
    assigning input: borrowing FitInput<Scalar>, to centroids: MatrixSpan<Scalar>, workers: Int
  ) {
    self.init(input, accumulates: false, workers: workers)
    codebooks.set(0, to: centroids)
  }

  /// How many codes the last pass changed.
  var movedCount: Int {
    let all = moved.span
    return all.indices.reduce(0) { $0 + all[$1] }
  }

  /// The partial sums of a chunk, for a slot, and for a worker whose turn it is.
  @_lifetime(borrow self)
  func partialSums(_ slot: Int, chunk: Int) -> PartialSums {
    chunkSums.sharedRecord(slot * plan.chunkCount + chunk)
  }
}
