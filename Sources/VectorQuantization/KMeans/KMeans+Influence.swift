extension KMeans {
  /// An option that changes results.
  package struct Influence: Sendable {
    /// The name of the property.
    package let name: String
    /// Adds the option to a hash.
    package let add: @Sendable (KMeans, inout BitHash) -> Void

    fileprivate init(
      _ name: String, _ add: @escaping @Sendable (KMeans, inout BitHash) -> Void
    ) {
      self.name = name
      self.add = add
    }
  }

  /// The options that change results.
  ///
  /// A test checks that every stored property, including those of the resources, is either here or
  /// in ``withoutInfluence``, so a new option cannot be forgotten.
  package static let influences = [
    Influence("clusterCount") { $1.add($0.clusterCount) },
    Influence("metric") { $1.add($0.metric.rawValue) },
    Influence("initialization") { $1.add($0.initialization.rawValue) },
    Influence("restarts") { $1.add($0.restarts) },
    Influence("stopping") { $0.stopping.add(to: &$1) },
    Influence("maximumIterations") { $1.add($0.maximumIterations) },
    Influence("emptyClusters") { $1.add($0.emptyClusters.rawValue) },
    Influence("preference") { $1.add($0.preference.code) },
    Influence("seed") { $1.add($0.seed == nil ? 0 : 1, Int(truncatingIfNeeded: $0.seed ?? 0)) },
    Influence("seedingSample") { $1.add($0.resources.seedingSample) },
  ]

  /// The options that do not change any bit of any result.
  ///
  /// The algorithm only affects the rounding of sums. Whether it does is added to the hash once the
  /// algorithm is chosen.
  package static let withoutInfluence = [
    "algorithm", "workers", "kernels", "pruningMemory", "seedingPairs", "readWindow",
  ]
}

extension KMeans.Stopping {
  fileprivate func add(to hash: inout BitHash) {
    switch self {
    case .distortionChange(let limit):
      hash.add(0)
      hash.add(limit)
    case .centroidShift(let limit):
      hash.add(1)
      hash.add(limit)
    case .never: hash.add(2)
    }
  }
}

extension KMeans.Preference {
  fileprivate var code: Int {
    switch self {
    case .inertia: 0
    case .distortion: 1
    }
  }
}
