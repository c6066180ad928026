package import VectorQuantization

extension KMeans.Algorithm {
  /// Those for observations of any number of features.
  package static let general = allCases.filter { $0.mostFeatures == nil }

  /// Those for observations of so many features.
  package static func cases(columns: Int) -> [KMeans.Algorithm] {
    allCases.filter { $0.suits(featureCount: columns) }
  }
}
