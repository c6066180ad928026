import VectorQuantization

/// The measurements of one algorithm in a comparison.
struct Contest<Scalar: VectorScalar> {
  let algorithm: KMeans.Algorithm
  private let found: Clustering<Scalar>?
  private var seconds: [Double] = []
  private var isSteady = true
  private var account = ""

  init(_ algorithm: KMeans.Algorithm, _ sample: Sample<Scalar>) {
    self.algorithm = algorithm
    found = sample.clustering
  }

  /// Adds a repeat, which must find the same clustering as the first run.
  mutating func take(_ sample: Sample<Scalar>) {
    seconds.append(sample.seconds)
    account = sample.clustering?.account ?? ""
    isSteady = isSteady && Self.isSame(sample.clustering, found)
  }

  func timing(beside first: Contest) -> StrategyRecord.Timing {
    StrategyRecord.Timing(
      algorithm: algorithm.rawValue, seconds: seconds, account: account,
      agrees: isSteady && Self.isSame(found, first.found))
  }

  /// Whether two clusterings are identical to the last bit; the path to them may differ.
  private static func isSame(_ one: Clustering<Scalar>?, _ other: Clustering<Scalar>?) -> Bool {
    guard let one, let other else { return false }
    return one.codes == other.codes && one.codebook == other.codebook
      && one.inertia.bitPattern == other.inertia.bitPattern && one.iterations == other.iterations
  }
}
