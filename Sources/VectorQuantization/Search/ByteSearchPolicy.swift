/// Decides whether a dense search by bytes is faster than one in the scalar.
///
/// The decision changes time only: both searches find the same codes. Times are nanoseconds on one
/// core, fitted to the kernels of `icelake` and `skylake` on a Zen 5, for 8 to 768 features and 32
/// to 1024 centroids. Only their ratios matter.
package struct ByteSearchPolicy: Sendable {
  /// How many tiles to search in the scalar before bytes are tried again.
  private var rest = 0
  private var nextRest = 1
  private let clusterCount: Int
  private let featureCount: Int

  /// Creates a policy for codebooks of a plan.
  init(_ plan: TilePlan) {
    clusterCount = plan.clusterCount
    featureCount = plan.featureCount
  }

  /// Whether a shape is worth the memory for bytes.
  ///
  /// With few rows, rounding the codebook would take as long as it saves.
  package static func suits(_ plan: TilePlan) -> Bool {
    plan.featureCount <= maximumFeatures && plan.rowCount > 2 * plan.clusterCount
      && scalarTime(plan.clusterCount, plan.featureCount)
        > byteTime(plan.clusterCount, plan.featureCount)
  }

  /// Returns whether to search the next tile by bytes.
  mutating func choosesBytes() -> Bool {
    if rest == 0 { return true }
    rest -= 1
    return false
  }

  /// Records a tile that was searched by bytes.
  ///
  /// - Parameters:
  ///   - rowCount: The number of rows of the tile.
  ///   - openCount: The number of rows that scores left undecided.
  ///   - pairCount: The number of candidates that were measured to decide rows.
  mutating func note(rowCount: Int, openCount: Int, pairCount: Int) {
    let (k, d) = (clusterCount, featureCount)
    let settling =
      Double(openCount) * (15 + 0.06 * Double(d))
      + Double(pairCount) * (15 + 0.13 * Double(d) + 0.003 * Double(k))
    let gain = Double(rowCount) * (Self.scalarTime(k, d) - Self.byteTime(k, d))
    if settling < gain {
      nextRest = 1
    } else {
      rest = nextRest
      nextRest = min(2 * nextRest, 64)
    }
  }

  /// With more features, rounding may lose so much of a row that a far centroid could seem nearest:
  /// see Docs/Internals/Numerics.md.
  private static let maximumFeatures = 8192

  private static func scalarTime(_ k: Int, _ d: Int) -> Double {
    0.12 * Double(d) + Double(k) * (0.015 + 0.0077 * Double(d))
  }

  /// The time of a dense search by bytes, as a share of that in the scalar.
  ///
  /// A fifth is added for the rows that bytes leave undecided.
  fileprivate static func timeShare(_ plan: TilePlan) -> Double {
    let (k, d) = (plan.clusterCount, plan.featureCount)
    return min(1, 1.2 * byteTime(k, d) / scalarTime(k, d))
  }

  private static func byteTime(_ k: Int, _ d: Int) -> Double {
    20 + 0.17 * Double(d) + Double(k) * (0.02 + 0.002 * Double(d))
  }
}

extension Kernels {
  /// Whether dense searches of a plan round to bytes.
  func searchesBytes(_ plan: TilePlan) -> Bool { multipliesBytes && ByteSearchPolicy.suits(plan) }

  /// The time of a dense search, as a share of that in the scalar: 1 unless it uses bytes.
  func denseTimeShare(_ plan: TilePlan) -> Double {
    searchesBytes(plan) ? ByteSearchPolicy.timeShare(plan) : 1
  }
}
