import VectorQuantization

extension Clustering {
  /// What ran, for people: all that a clustering tells of how it was found.
  var account: String {
    let empty = emptyClusters.isEmpty ? "" : ", \(emptyClusters.count) empty"
    return "\(iterations) iterations\(empty)"
  }
}
