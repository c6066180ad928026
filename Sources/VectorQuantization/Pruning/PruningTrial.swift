/// One look at what pruning makes of centroids alone.
package enum PruningTrial {
  /// For each centroid, the codes near it and lower bounds on their distances, complete up to a radius.
  package struct NeighbourList: Sendable, Equatable {
    package let codes: [Int32]
    package let distances: [Float]
    package let radius: Float
  }

  /// Finds the neighbours of centroids.
  ///
  /// - Parameters:
  ///   - centroids: The centroids.
  ///   - radii: How far from each neighbours are looked for.
  ///   - longest: The most that a list holds.
  ///   - set: The kernels.
  ///   - workers: The most threads.
  /// - Returns: A list for each centroid, or none if few would have any.
  package static func neighbours<Scalar: VectorScalar>(
    of centroids: Matrix<Scalar>, within radii: [Float], longest: Int, kernels set: KernelSet,
    workers: Int
  ) -> [NeighbourList] {
    let (kernels, k, d) = (Kernels<Scalar>(set), centroids.rowCount, centroids.columnCount)
    let frame = Frame<Scalar>.identity(featureCount: d)
    var panels = AlignedBuffer<Scalar>(
      count: Kernels<Scalar>.panelCount(clusterCount: k, featureCount: d))
    let elements = centroids.elements
    do {
      var target = panels.mutableSpan
      _ = kernels.pack(centroids: elements.span, clusterCount: k, frame: frame, into: &target)
    }
    let searches = (0..<workers).map { _ in
      Shared(
        PairSearch(
          kernels: kernels, tileRows: Kernels<Scalar>.screenRows, featureCount: d, clusterCount: k))
    }
    var found = Neighbours()
    found.find(
      among: PackedCodebook(panels: panels.span, centroids: centroids.span), within: radii,
      longest: longest, frame: frame, searches: searches)
    return found.radii.indices.map { code in
      let list = Int(found.starts[code])..<Int(found.starts[code + 1])
      return NeighbourList(
        codes: Array(found.codes[list]), distances: Array(found.distances[list]),
        radius: found.radii[code])
    }
  }

  /// Divides centroids into groups, and follows them.
  ///
  /// - Parameters:
  ///   - count: The number of groups.
  ///   - centroids: The centroids.
  ///   - moves: How far each moves, time after time.
  /// - Returns: The codes of each group, and how far the fastest of each went.
  package static func groups<Scalar: VectorScalar>(
    _ count: Int, of centroids: Matrix<Scalar>, following moves: [[Double]]
  ) -> (codes: [[Int32]], greatest: [Double], greatestAbove: [Float]) {
    var groups = CentroidGroups<Scalar>(
      count: count, clusterCount: centroids.rowCount, featureCount: centroids.columnCount)
    groups.divide(centroids.span)
    for move in moves { groups.follow(move) }
    let codes = (0..<count).map { Array(groups.codes[groups.starts[$0]..<groups.starts[$0 + 1]]) }
    return (codes, groups.greatest, groups.greatestAbove)
  }
}
