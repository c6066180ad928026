internal import VectorQuantization

/// A trial that replaces one cluster by two.
struct SplitTrial: Sendable {
  let criterion: SplittingSearch.Criterion
  let search: KMeans

  /// Returns two centroids for the observations of one cluster, and the gain of the split.
  ///
  /// The result is `nil` if the criterion prefers one centroid.
  func children<Scalar: VectorScalar>(
    of members: Matrix<Scalar>
  ) throws(ClusteringError) -> (gain: Double, children: Matrix<Scalar>)? {
    let one = try Dispersion(
      of: members, codes: [Int32](repeating: 0, count: members.rowCount),
      clusterCount: 1, workers: search.workers)
    guard
      let axis = PrincipalAxis(
        of: members.span, mean: one.means.elements, workers: search.workers)
    else { return nil }
    var search = search
    search.clusterCount = 2
    let start: Matrix<Scalar> = axis.children()
    let clustering = try search.fit(members, startingFrom: start)
    guard clustering.codebook.clusterCount == 2, clustering.counts.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    let gain =
      switch criterion {
      case .bayesianInformation: try informationGain(of: clustering, over: one, members: members)
      case .normality(let significance):
        departure(of: members, from: clustering.codebook.centroids, significance: significance)
      }
    guard let gain, gain > 0 else { return nil }
    return (gain, clustering.codebook.centroids)
  }

  private func informationGain<Scalar: VectorScalar>(
    of clustering: Clustering<Scalar>, over one: Dispersion, members: Matrix<Scalar>
  ) throws(ClusteringError) -> Double? {
    guard let before = one.bayesianInformation else { return nil }
    let codes = clustering.codes
    let two = try Dispersion(
      of: members, codes: codes, clusterCount: 2, workers: search.workers)
    // Without dispersion the likelihood is unbounded.
    return (two.bayesianInformation ?? .infinity) - before
  }

  /// Returns by how much the test statistic of the coordinates along the line through the centroids
  /// exceeds the critical value.
  private func departure<Scalar: VectorScalar>(
    of members: Matrix<Scalar>, from centroids: Matrix<Scalar>, significance: Double
  ) -> Double? {
    let line = (0..<members.columnCount).map {
      Double(centroids[1, $0]) - Double(centroids[0, $0])
    }
    let coordinates = members.span.project(onto: line)
    return AndersonDarling.statistic(of: coordinates).map {
      $0 - AndersonDarling.criticalValue(significance: significance)
    }
  }
}

extension MatrixSpan {
  /// Returns the dot product of each row with `line`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  fileprivate func project(onto line: [Double]) -> [Double] {
    (0..<rowCount).map { row in
      let elements = self[row: row]
      return line.indices.reduce(0) { $0 + Double(elements[$1]) * line[$1] }
    }
  }
}
