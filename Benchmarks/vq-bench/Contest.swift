import VectorQuantization

/// One algorithm's part in a comparison.
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

  /// Takes in a repeat, which must find what the first run found.
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

  /// Whether two clusterings are the same to the last bit; how they were found may differ.
  private static func isSame(_ one: Clustering<Scalar>?, _ other: Clustering<Scalar>?) -> Bool {
    guard let one, let other else { return false }
    return one.codes == other.codes && one.codebook == other.codebook
      && one.inertia.bitPattern == other.inertia.bitPattern && one.iterations == other.iterations
  }
}
