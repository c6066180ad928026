internal import Synchronization

/// The resources of a fit: the kernels, the workers' memory, and the flag that stops them.
struct Execution<Scalar: VectorScalar>: Sendable {
  let team: Team<Scalar>
  /// One for each worker.
  let workspaces: [SharedWorkspace<Scalar>]

  /// Allocates the memory of a team.
  ///
  /// A plan cannot keep more workers busy than it has tiles.
  init(_ team: Team<Scalar>, plan: TilePlan, keepsBounds: Bool = false) {
    self.team = team.limited(to: max(1, plan.tileCount))
    workspaces = (0..<self.team.workers).map { _ in
      SharedWorkspace(Workspace(kernels: team.kernels, plan: plan, keepsBounds: keepsBounds))
    }
  }

  var kernels: Kernels<Scalar> { team.kernels }
  var workers: Int { team.workers }
  var stop: StopFlag? { team.stop }

  /// Whether work must end early; results are then incomplete.
  var isStopped: Bool { team.isStopped }
  /// Whether the caller no longer needs a result.
  var isAbandoned: Bool { stop?.isAbandoned ?? false }
}

/// The workspace of one worker, allocated once and used in every phase.
///
/// Worker *w* locks workspace *w* for a whole phase, so no worker ever waits for one.
typealias SharedWorkspace<Scalar: VectorScalar> = Shared<Workspace<Scalar>>

/// A worker's search, and the codes and distances of the current tile.
struct Workspace<Scalar: VectorScalar>: ~Copyable, Sendable {
  var search: NearestSearch<Scalar>
  let codes: TileMemory<Int32>
  let squared: TileMemory<Double>
  /// The rows of the tile whose codes changed.
  let moved: TileMemory<UInt32>
  /// The workspace of searches by bounds.
  var pruning: PruningWorkspace<Scalar>

  var kernels: Kernels<Scalar> { search.kernels }

  /// Allocates the memory for a plan's tiles, and for searches by bounds if `keepsBounds`.
  init(kernels: Kernels<Scalar>, plan: TilePlan, keepsBounds: Bool) {
    search = NearestSearch(kernels: kernels, plan: plan, keepsGaps: keepsBounds)
    pruning = PruningWorkspace(plan: plan, prunes: keepsBounds)
    codes = TileMemory(count: plan.tileRows)
    squared = TileMemory(count: plan.tileRows)
    moved = TileMemory(count: plan.tileRows)
  }
}
