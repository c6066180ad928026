/// What a type that does an algorithm says of itself before it is made.
struct AlgorithmTraits: Sendable {
  /// The most features that it takes; `nil` takes any number.
  var mostFeatures: Int?
  /// Whether it keeps bounds of every observation, for which the workers' workspace needs room.
  var keepsBounds = false
  /// Whether its sums, and so its centroids and figures, have the bits of `Lloyd`.
  var sumsAreLloyds = true
  /// How many copies of the observations it holds at most, and the bytes of an observation besides.
  var copyCount = 0
  var rowBytes = 0
}

/// What is done with the type that does an algorithm.
protocol AssignerUse<Scalar>: ~Escapable {
  associatedtype Scalar: VectorScalar
  associatedtype Answer
  associatedtype Failure: Error

  /// Does it with a type.
  func use<Algorithm: Assigner<Scalar> & ~Copyable>(
    _ type: Algorithm.Type
  ) throws(Failure) -> Answer
}

extension KMeans.Algorithm {
  /// Whether observations of so many features suit the algorithm; if not, a fit throws
  /// ``ClusteringError/invalidOption(_:value:allowed:)``.
  package func suits(featureCount: Int) -> Bool {
    traits.mostFeatures.map { featureCount <= $0 } ?? true
  }

  /// The most features that the algorithm takes; `nil` takes any number.
  package var mostFeatures: Int? { traits.mostFeatures }

  /// Whether centroids and figures have the bits of ``lloyd`` even where sums must be rounded.
  package var sumsAreLloyds: Bool { traits.sumsAreLloyds }

  /// Whether bounds are kept of every observation between passes.
  var keepsBounds: Bool { traits.keepsBounds }

  /// The bytes that it keeps of an observation at most, if it is chosen by name.
  func rowBytes(featureCount: Int, scalarSize: Int) -> Int {
    let traits = traits
    return traits.copyCount * featureCount * scalarSize + traits.rowBytes
  }

  // The traits are the same for both scalars.
  private var traits: AlgorithmTraits { perform(TraitsUse()) }
}

private struct TraitsUse: AssignerUse {
  typealias Scalar = Float

  func use<Algorithm: Assigner<Float> & ~Copyable>(_ type: Algorithm.Type) -> AlgorithmTraits {
    type.traits
  }
}
