package import VectorQuantization

extension KMeans.Algorithm {
  /// Those for observations of any number of features.
  package static let general = allCases.filter { $0 != .sorted }

  /// Those for observations of so many features.
  package static func cases(columns: Int) -> [KMeans.Algorithm] {
    columns == 1 ? allCases : general
  }
}
