/// The runs that advance together over the same tiles, and all memory they need.
///
/// Each run has a slot: its centroids, their packed form, its sums, and partial sums for each
/// chunk. All memory is allocated before the first iteration and reused. Workers share the wave;
/// each worker writes only to its own chunks.
struct Wave<Scalar: VectorScalar>: ~Copyable, Sendable {
  let plan: TilePlan
  var codebooks: Codebooks<Scalar>
  /// For each slot, one record with the sums of all observations added so far.
  var runSums: SumsMemory
  /// For each slot and each chunk, one record; empty if sums are computed by code.
  var chunkSums: SumsMemory
  var figures: DistanceSums
  /// What the last pass did for the sums.
  var update = SumsUpdate.none
  /// Which worker processes which rows of a pass.
  let turns: ChunkTurns
  /// For each chunk, the number of codes that changed.
  ///
  /// Used for a single slot that keeps its codes.
  let moved: TileMemory<Int>
  /// The rows of each code, and every observation's code before the last pass, if sums are computed
  /// by code.
  var members: RowsByCode
  var previousCodes: TileMemory<Int32>

  /// Allocates the memory of `slotCount` runs, without sums if the runs only assign.
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

  /// Creates a wave that only assigns observations to a codebook.
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

  /// The partial sums of a chunk in a slot, for the worker whose turn it is.
  @_lifetime(borrow self)
  func partialSums(_ slot: Int, chunk: Int) -> PartialSums {
    chunkSums.sharedRecord(slot * plan.chunkCount + chunk)
  }
}
