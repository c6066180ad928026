/// The properties of an assigner type that are known before an instance exists.
struct AlgorithmTraits: Sendable {
  /// The maximum number of features; `nil` means no limit.
  var mostFeatures: Int?
  /// True if the type keeps bounds for every observation, so that workspaces need memory for them.
  var keepsBounds = false
  /// True if sums, centroids, inertia and distortion have the same bits as with `Lloyd`.
  var sumsAreLloyds = true
  /// The maximum number of copies of the observations, and additional bytes per observation.
  var copyCount = 0
  var rowBytes = 0
}

/// An operation that needs the assigner type of an algorithm.
protocol AssignerUse<Scalar>: ~Escapable {
  associatedtype Scalar: VectorScalar
  associatedtype Answer
  associatedtype Failure: Error

  /// Performs the operation with an assigner type.
  func use<Algorithm: Assigner<Scalar> & ~Copyable>(
    _ type: Algorithm.Type
  ) throws(Failure) -> Answer
}

extension KMeans.Algorithm {
  /// Returns whether the algorithm accepts observations of `featureCount` features.
  ///
  /// If not, a fit throws ``ClusteringError/invalidOption(_:value:allowed:)``.
  package func suits(featureCount: Int) -> Bool {
    traits.mostFeatures.map { featureCount <= $0 } ?? true
  }

  /// The maximum number of features that the algorithm accepts; `nil` means no limit.
  package var mostFeatures: Int? { traits.mostFeatures }

  /// True if centroids, inertia and distortion have the same bits as with ``lloyd``.
  ///
  /// This includes sums that must be rounded.
  package var sumsAreLloyds: Bool { traits.sumsAreLloyds }

  /// True if the algorithm keeps bounds for every observation between passes.
  var keepsBounds: Bool { traits.keepsBounds }

  /// The maximum number of bytes per observation that the algorithm keeps if it is chosen by name.
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
