package import VectorQuantization

extension KMeans.Algorithm {
  /// Those for observations of any number of features.
  package static let general = allCases.filter { $0 != .sorted && $0 != .filtering }

  /// Those for observations of so many features.
  package static func cases(columns: Int) -> [KMeans.Algorithm] {
    allCases.filter { algorithm in
      switch algorithm {
      case .sorted: columns == 1
      case .filtering: columns <= KMeans.mostFilteredFeatures
      default: true
      }
    }
  }
}
