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
  var moved: [UInt32]
  var pruning: PruningScratch<Scalar>

  /// Allocates what a plan's tiles take, and passes that prune if there are any.
  init(kernels: Kernels<Scalar>, plan: TilePlan, prunes: Bool = false) {
    search = NearestSearch(
      kernels: kernels, tileRows: plan.tileRows, featureCount: plan.featureCount,
      clusterCount: plan.clusterCount, keepsGaps: prunes)
    pruning = PruningScratch(plan: plan, prunes: prunes)
    codes = Array(repeating: 0, count: plan.tileRows)
    squared = Array(repeating: 0, count: plan.tileRows)
    moved = Array(repeating: 0, count: plan.tileRows)
  }
}
