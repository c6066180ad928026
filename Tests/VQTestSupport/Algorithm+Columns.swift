package import VectorQuantization

extension KMeans.Algorithm {
  /// The algorithms that support any number of features.
  package static let general = allCases.filter { $0.mostFeatures == nil }

  /// Returns the algorithms that support this number of features.
  package static func cases(columns: Int) -> [KMeans.Algorithm] {
    allCases.filter { $0.suits(featureCount: columns) }
  }
}
