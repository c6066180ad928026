extension Codebook: CustomStringConvertible {
  /// The centroids, formatted as a matrix.
  public var description: String { centroids.description }
}

extension Clustering: CustomStringConvertible {
  /// A one-line summary of the clustering, followed by the centroids.
  public var description: String {
    let shown = counts.prefix(12).map(String.init).joined(separator: ", ")
    let counts = counts.count > 12 ? "\(shown), …" : shown
    return """
      \(codebook.clusterCount) clusters of \(codes.count) observations (\(counts)): inertia \(inertia), \
      distortion \(distortion), \(outcome.rawValue) after \(iterations) iterations
      \(codebook)
      """
  }
}
