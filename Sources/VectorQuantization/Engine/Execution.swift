internal import Synchronization

/// What carries out a fit: the kernels, the workers' memory, and the flag that stops them.
struct Execution<Scalar: VectorScalar>: Sendable {
  let team: Team<Scalar>
  /// One a worker.
  let workspaces: [SharedWorkspace<Scalar>]

  /// Allocates the memory of a team, of which a plan keeps no more busy than it has tiles.
  init(_ team: Team<Scalar>, plan: TilePlan, keepsBounds: Bool = false) {
    self.team = team.limited(to: max(1, plan.tileCount))
    workspaces = (0..<self.team.workers).map { _ in
      SharedWorkspace(Workspace(kernels: team.kernels, plan: plan, keepsBounds: keepsBounds))
    }
  }

  var kernels: Kernels<Scalar> { team.kernels }
  var workers: Int { team.workers }
  var stop: StopFlag? { team.stop }

  /// Whether work is to end early; results are then incomplete.
  var isStopped: Bool { team.isStopped }
  /// Whether no caller needs a result any more.
  var isAbandoned: Bool { stop?.isAbandoned ?? false }
}

/// What one worker needs for its tiles, allocated once and used in every phase.
///
/// Worker *w* takes the *w*th for the length of a phase, so no worker ever waits for one.
typealias SharedWorkspace<Scalar: VectorScalar> = Shared<Workspace<Scalar>>

/// A worker's search, and the codes and distances of the tile at hand.
struct Workspace<Scalar: VectorScalar>: ~Copyable, Sendable {
  var search: NearestSearch<Scalar>
  let codes: TileMemory<Int32>
  let squared: TileMemory<Double>
  /// The rows of the tile whose codes are not what they were.
  let moved: TileMemory<UInt32>
  /// What searches by bounds take.
  var pruning: PruningWorkspace<Scalar>

  var kernels: Kernels<Scalar> { search.kernels }

  /// Allocates what a plan's tiles take, and searches by bounds if there are any.
  init(kernels: Kernels<Scalar>, plan: TilePlan, keepsBounds: Bool) {
    search = NearestSearch(kernels: kernels, plan: plan, keepsGaps: keepsBounds)
    pruning = PruningWorkspace(plan: plan, prunes: keepsBounds)
    codes = TileMemory(count: plan.tileRows)
    squared = TileMemory(count: plan.tileRows)
    moved = TileMemory(count: plan.tileRows)
  }
}
