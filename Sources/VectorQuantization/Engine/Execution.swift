internal import Synchronization

/// What carries out a fit: the kernels, the workers' memory, and the flag that stops them.
struct Execution<Scalar: VectorScalar>: Sendable {
  let kernels: Kernels<Scalar>
  /// One a worker.
  let workspaces: [Workspace<Scalar>]
  let stop: StopFlag?

  /// Allocates the memory of so many workers.
  init(
    kernels: Kernels<Scalar>, plan: TilePlan, workers: Int, keepsBounds: Bool = false,
    stop: StopFlag?
  ) {
    self.kernels = kernels
    self.stop = stop
    workspaces = (0..<max(1, min(workers, plan.chunkCount))).map { _ in
      Workspace(Scratch(kernels: kernels, plan: plan, keepsBounds: keepsBounds))
    }
  }

  var workers: Int { workspaces.count }

  /// Whether work is to end early; results are then incomplete.
  var isStopped: Bool { stop?.isRaised ?? false }
}

/// What one worker needs for its tiles, allocated once and used in every phase.
///
/// Worker *w* takes the *w*th for the length of a phase, so nobody ever waits for one.
typealias Workspace<Scalar: VectorScalar> = Shared<Scratch<Scalar>>

/// A worker's search, and the codes and distances of the tile at hand.
struct Scratch<Scalar: VectorScalar>: ~Copyable, Sendable {
  var search: NearestSearch<Scalar>
  var codes: [Int32]
  var squared: [Double]
  /// The rows of the tile whose codes are not what they were.
  let moved: TileMemory<UInt32>
  /// What searches by bounds take.
  var pruning: PruningScratch<Scalar>

  var kernels: Kernels<Scalar> { search.kernels }

  /// Allocates what a plan's tiles take, and searches by bounds if there are any.
  init(kernels: Kernels<Scalar>, plan: TilePlan, keepsBounds: Bool) {
    search = NearestSearch(kernels: kernels, plan: plan, keepsGaps: keepsBounds)
    pruning = PruningScratch(plan: plan, prunes: keepsBounds)
    codes = Array(repeating: 0, count: plan.tileRows)
    squared = Array(repeating: 0, count: plan.tileRows)
    moved = TileMemory(count: plan.tileRows)
  }
}
