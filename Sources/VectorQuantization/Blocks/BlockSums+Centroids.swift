extension BlockSums {
  /// The result of an iteration.
  public struct Step: Sendable, Equatable {
    /// The next centroids.
    public let centroids: Matrix<Double>
    /// The sum of the squared distances by which centroids moved.
    public let centroidShift: Double
    /// The number of centroids that moved.
    public let movedClusters: Int
    /// The codes without observations of positive weight.
    ///
    /// Their centroids do not move.
    public let emptyClusters: [Int]
  }

  /// Moves each centroid to the mean of its observations.
  ///
  /// - Parameters:
  ///   - codebook: The codebook that observations were assigned to.
  ///   - origin: The point from which differences were taken; `nil` means 0.
  /// - Returns: The next centroids, and how they differ from the previous ones.
  /// - Throws: ``ClusteringError/partialSums(problem:)`` if the sums belong to another codebook or
  ///   origin, do not begin with the first block, or have no positive weight, or if a mean is too
  ///   large for the scalar type.
  /// - Complexity: O(*k* · *d*).
  public func centroids(
    after codebook: Codebook<Double>, origin: [Double]? = nil
  ) throws(ClusteringError) -> Step {
    let given = Problem(
      codebook: codebook, origin: origin, blockRows: problem.blockRows,
      isWeighted: problem.isWeighted, scalarType: problem.scalarType)
    if given != problem {
      throw .partialSums(problem: "the sums were computed with another codebook or origin")
    }
    if blocks.lowerBound != 0 {
      throw .partialSums(
        problem: "the sums begin with block \(blocks.lowerBound); merge the blocks before it first")
    }
    if totalWeight == 0 {
      throw .partialSums(problem: "no weight is positive; at least one must be")
    }
    let d = codebook.featureCount
    var elements = codebook.centroids.elements
    var move = CentroidMove(
      origin: origin ?? Array(repeating: 0, count: d), metric: codebook.metric)
    do {
      let centroids = LentMemory(elements.mutableSpan)
      let all = sums.span
      for code in 0..<codebook.clusterCount {
        let places = (code * d)..<((code + 1) * d)
        var centroid = centroids.lend(places)
        move(&centroid, to: all.extracting(places), weight: weights[code])
      }
    }
    let isSingle = problem.scalarType == .float32
    if let place = elements.firstIndex(where: { !$0.isFinite || (isSingle && !Float($0).isFinite) })
    {
      throw .partialSums(
        problem: "the mean of cluster \(place / d), column \(place % d) (counted from 0) is too "
          + "large for the scalar type; use an origin among the data")
    }
    return Step(
      centroids: Matrix(elements, columns: d), centroidShift: move.shift,
      movedClusters: move.count, emptyClusters: weights.indices.filter { weights[$0] == 0 })
  }
}
