/// How much work a fit did to find its codes: the algorithms that ran, and the distances they
/// computed.
///
/// Effort is not part of the result: the same clustering may take more or less effort, depending on
/// the machine and its load.
public struct Effort: Sendable, Codable {
  /// The number of passes over the observations that each algorithm made, including the final
  /// assignment.
  public internal(set) var passes: [KMeans.Algorithm: Int] = [:]
  /// The number of distances that were computed.
  ///
  /// One pass that compares every observation with every centroid computes *n* · *k* distances. A
  /// distance that is computed for some of the directions only counts as a fraction.
  public internal(set) var distanceCount = 0.0
  /// The number of distances that exhaustive search would have computed in the same passes.
  public internal(set) var fullDistanceCount = 0.0

  /// The number of iterations in which some centroid had no observations.
  public internal(set) var emptyIterations = 0

  /// The computed distances as a fraction of those of exhaustive search; 1 means none was left out.
  public var distanceShare: Double {
    fullDistanceCount == 0 ? 1 : distanceCount / fullDistanceCount
  }

  /// Adds the work of one pass.
  mutating func add(_ pass: PassEffort?) {
    guard let pass else { return }
    passes[pass.algorithm, default: 0] += 1
    distanceCount += pass.distanceCount
    fullDistanceCount += pass.fullDistanceCount
  }
}

/// The work of one pass.
struct PassEffort: Sendable {
  let algorithm: KMeans.Algorithm
  let distanceCount: Double
  let fullDistanceCount: Double
}
