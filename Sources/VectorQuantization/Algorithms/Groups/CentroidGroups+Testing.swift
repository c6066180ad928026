/// Centroids divided into groups, for tests.
package struct GroupsUnderTest<Scalar: VectorScalar>: ~Copyable {
  private var groups: CentroidGroups<Scalar>

  /// Divides centroids into `count` groups.
  package init(_ centroids: Matrix<Scalar>, count: Int) {
    groups = CentroidGroups(
      count: count, clusterCount: centroids.rowCount, featureCount: centroids.columnCount)
    let doubles = Matrix<Double>(centroids)
    groups.divide(doubles.span)
  }

  /// The codes of each group.
  package var codes: [[Int32]] {
    (0..<groups.count).map { Array(groups.codes[groups.starts[$0]..<groups.starts[$0 + 1]]) }
  }

  /// For each group, the sum over moves of the maximum distance that any of its centroids moved.
  package var maximum: [Double] { groups.maximum }
  /// The same sums, rounded up.
  package var maximumAbove: [Float] { groups.maximumAbove }

  /// Adds the distances that the centroids moved.
  package mutating func follow(_ moves: [Double]) { groups.follow(moves) }
}
