/// What a fit did to find its codes: which algorithms ran, and how much they left out.
///
/// No part of the outcome: the same clustering may be found with more effort or less, depending on
/// the machine and its load.
public struct Effort: Sendable, Codable {
  /// How many passes over the observations each algorithm made, the last assignment included.
  public internal(set) var passes: [KMeans.Algorithm: Int] = [:]
  /// The distances computed, in full or in part, where a comparison of every observation with every
  /// centroid counts *n* · *k*; one computed along some directions counts in proportion.
  public internal(set) var distanceCount = 0.0
  /// The distances that comparing everything would have computed in those passes.
  public internal(set) var fullDistanceCount = 0.0

  /// In how many iterations some centroid had no observations.
  public internal(set) var emptyIterations = 0

  /// The share of distances that were computed; 1 if nothing was left out.
  public var distanceShare: Double {
    fullDistanceCount == 0 ? 1 : distanceCount / fullDistanceCount
  }

  /// Takes in a pass.
  mutating func add(_ pass: PassEffort?) {
    guard let pass else { return }
    passes[pass.algorithm, default: 0] += 1
    distanceCount += pass.distanceCount
    fullDistanceCount += pass.fullDistanceCount
  }
}

/// What one pass did.
struct PassEffort: Sendable {
  let algorithm: KMeans.Algorithm
  let distanceCount: Double
  let fullDistanceCount: Double
}
