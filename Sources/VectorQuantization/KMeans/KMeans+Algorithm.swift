extension KMeans {
  /// The algorithm that finds the nearest centroids.
  ///
  /// All algorithms are exact. From the same centroids they find the same codes. Except for
  /// ``sorted``, which may round sums differently, they also return the same centroids, inertia and
  /// distortion, bit for bit.
  ///
  /// Algorithms differ in time, and in the memory that they use for each observation in addition to
  /// its 4-byte code. See Docs/Internals/Algorithms.md for details.
  public enum Algorithm: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    /// Selects the fastest algorithm for the problem; the default.
    ///
    /// The numbers of observations, features and clusters and the limits on iterations and restarts
    /// decide between ``sorted``, ``filtering`` and the other algorithms. Where bounds may pay off,
    /// the engine then chooses for each tile between ``lloyd`` and ``hamerly`` with a screen.
    /// This choice depends on how long tiles took, and does not change the result.
    case automatic
    /// Compares every observation with every centroid: O(*n* · *k* · *d*) for each iteration.
    ///
    /// Suits few clusters or few iterations. Keeps no bounds, and several restarts share each pass.
    case lloyd
    /// Keeps bounds for each observation, and searches only where the bounds leave the code in
    /// doubt.
    ///
    /// A search compares the observation with the centroids near its own if they are few, otherwise
    /// with all centroids. Suits well-separated clusters and fits of many iterations. Takes 8 bytes
    /// for each observation.
    ///
    /// G. Hamerly, SDM 2010; J. Newling and F. Fleuret, ICML 2016.
    case hamerly
    /// Keeps a bound for each of 4 to 12 groups of centroids, and searches only the groups in
    /// doubt.
    ///
    /// Suits fits in which a few centroids move far while the others rest. For each observation it
    /// takes 4 bytes and 4 more for each group, 52 bytes at most.
    ///
    /// Y. Ding et al., ICML 2015.
    case yinyang
    /// Combines the bounds of ``hamerly`` with a projection on a few directions; for many features.
    ///
    /// The engine keeps each observation's coordinates along *r* leading directions. If these
    /// directions hold most of the variance, the coordinates rule out most centroids for a fraction
    /// of the work. A trial on a sample decides how many directions to use, if any. Takes 8 bytes
    /// for each observation, and 4 · (*r* + 2) more if it uses directions.
    case screening
    /// Sorts observations of one feature, and finds the ends of clusters by binary search.
    ///
    /// Sorting takes O(*n* log *n*) once, and each iteration O(*k* log *n*). The memory needed
    /// equals that of the observations, and twice that during the sort. More than one feature is an
    /// error.
    case sorted
    /// Builds a tree of boxes over the observations, and rules out centroids for whole boxes.
    ///
    /// Building the tree takes O(*n* log *n*) once. The more observations a cluster has and the
    /// fewer features there are, the more centroids are ruled out, from the first iteration on.
    /// Restarts run one after the other. Takes a copy of the observations and 12 bytes for each;
    /// twice the copy while it is made. More than 16 features is an error, because boxes would rule
    /// out almost nothing.
    ///
    /// T. Kanungo et al., IEEE PAMI 24, 2002.
    case filtering
  }

  /// Returns the algorithm for observations of a given shape.
  ///
  /// Resolves `Algorithm.automatic` as far as the shape allows. A result of `.automatic` means that
  /// the engine decides tile by tile.
  ///
  /// A dense iteration costs about as much as 100 + *k* comparisons for each observation, and
  /// sorting about as much as 600. So sorting takes as long as five dense iterations with 20
  /// clusters, and about half of one with 1000.
  package func chosenAlgorithm(
    rowCount: Int, featureCount: Int, scalarSize: Int = 4
  ) -> Algorithm {
    guard algorithm == .automatic else { return algorithm }
    // A single cluster takes only one iteration, and few observations do not repay the preparation.
    guard Algorithm.sorted.suits(featureCount: featureCount), clusterCount > 1, rowCount >= 512
    else {
      if filteringPays(rowCount: rowCount, featureCount: featureCount),
        Algorithm.filtering.rowBytes(featureCount: featureCount, scalarSize: scalarSize)
          <= memoryLimit(rowCount: rowCount) / max(1, rowCount)
      {
        return .filtering
      }
      let prunes = PruningPolicy.isWorthwhile(
        rowCount: rowCount, clusterCount: clusterCount, featureCount: featureCount,
        iterations: maximumIterations, restarts: restarts)
      let affordsBounds = memoryLimit(rowCount: rowCount) >= 8 * rowCount
      return prunes && affordsBounds ? .automatic : .lloyd
    }
    // Most runs take more iterations than this.
    let iterations = Double(min(maximumIterations, 10)) * Double(restarts)
    return iterations * Double(100 + clusterCount) >= 600 ? .sorted : .lloyd
  }
}

extension KMeans {
  /// The maximum number of bytes for bounds, with this many observations.
  func memoryLimit(rowCount: Int) -> Int { pruningMemory ?? max(64 * rowCount, 64 << 20) }
}

extension KMeans {
  /// Returns the algorithm for a problem, as far as its shape decides.
  func shapedAlgorithm<Scalar: VectorScalar>(of input: borrowing FitInput<Scalar>) -> Algorithm {
    let chosen = chosenAlgorithm(
      rowCount: input.plan.rowCount, featureCount: input.plan.featureCount,
      scalarSize: MemoryLayout<Scalar>.size)
    // With one cluster there is nothing to search.
    return chosen.keepsBounds && clusterCount == 1 ? .lloyd : chosen
  }

  /// Returns the algorithm for a problem, after a trial on the observations where the shape is not
  /// enough.
  func chosenAlgorithm<Scalar: VectorScalar>(
    for input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>
  ) -> Algorithm {
    let triesFiltering = triesFiltering(
      rowCount: input.plan.rowCount, featureCount: input.plan.featureCount,
      scalarSize: MemoryLayout<Scalar>.size)
    if triesFiltering,
      FilteringTrial(input, execution).share <= FilteringTrial.highestShare
    {
      return .filtering
    }
    return shapedAlgorithm(of: input)
  }
}
