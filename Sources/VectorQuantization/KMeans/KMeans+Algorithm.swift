extension KMeans {
  /// How nearest centroids are found.
  ///
  /// All algorithms are exact: from the same centroids they find the same codes, and so, except for
  /// ``sorted``, the same centroids and figures, bit for bit. They differ in time, and in what they
  /// keep of an observation beside its code, which takes 4 bytes. Docs/Internals/Algorithms.md says more.
  public enum Algorithm: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    /// The engine chooses: between ``sorted``, ``filtering`` and the rest by the numbers of
    /// observations, features and clusters and the limits on iterations and restarts; then, where
    /// bounds may pay, pass by pass between ``lloyd`` and ``hamerly`` with a screen, by what passes
    /// changed and how long they took. That has no influence on the result.
    case automatic
    /// Every observation against every centroid: O(*n* · *k* · *d*) an iteration. For few clusters
    /// or iterations. Keeps nothing, and restarts share passes.
    case lloyd
    /// Looks only at observations whose bounds leave their codes in doubt, and compares those with
    /// the centroids near their own, if they are few, or with all: G. Hamerly, SDM 2010; J. Newling
    /// and F. Fleuret, ICML 2016. For clusters that are clean, and fits of many iterations. 8 bytes
    /// an observation.
    case hamerly
    /// Keeps a bound for each of 4 to 12 groups of centroids, and searches only groups whose bound
    /// leaves an observation in doubt: Y. Ding et al., ICML 2015. Where a few centroids move far
    /// while others rest. 4 bytes an observation and 4 for each group, 52 at most.
    case yinyang
    /// For many features: bounds as of ``hamerly``, and each observation's coordinates along a few
    /// leading directions, which rule out most centroids at a fraction of the work if they hold
    /// most of the spread. How many directions pay, if any, is tried on a sample. 8 bytes an
    /// observation, and with *r* directions 4 · (*r* + 2) more.
    case screening
    /// For observations of one feature: sorts them once, O(*n* log *n*), and then finds where
    /// clusters end by binary search, O(*k* log *n*) an iteration. Takes as much memory again as
    /// the observations, twice that while it sorts. An error with more features.
    case sorted
    /// For observations of few features: puts those that lie together under a tree of boxes once,
    /// O(*n* log *n*), and then rules out centroids for whole boxes (T. Kanungo et al., IEEE PAMI
    /// 24, 2002). The more observations a cluster has and the fewer features, the more is ruled
    /// out, from the first iteration on; restarts run one after the other. Takes a copy of the
    /// observations and 12 bytes for each, twice the copy while it is made. An error with more than
    /// 16 features, where boxes would rule out next to nothing.
    case filtering
  }

  /// The algorithm for observations of some shape, with ``Algorithm/automatic`` resolved as far as
  /// the shape goes: what is left is decided pass by pass.
  ///
  /// To sort takes as long as five dense iterations with few clusters, and as two thirds of one with
  /// a thousand: a dense iteration costs about as much as 100 + *k* comparisons an observation, and
  /// sorting as 600.
  package func chosenAlgorithm(
    rowCount: Int, featureCount: Int, scalarSize: Int = 4
  ) -> Algorithm {
    guard algorithm == .automatic else { return algorithm }
    // One cluster is found in an iteration, and few observations are not worth the preparations.
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
  /// The bytes that may be kept beside so many observations.
  func memoryLimit(rowCount: Int) -> Int { pruningMemory ?? max(64 * rowCount, 64 << 20) }
}

extension KMeans {
  /// The algorithm for a problem, as far as its shape decides.
  func shapedAlgorithm<Scalar: VectorScalar>(of input: borrowing FitInput<Scalar>) -> Algorithm {
    let chosen = chosenAlgorithm(
      rowCount: input.plan.rowCount, featureCount: input.plan.featureCount,
      scalarSize: MemoryLayout<Scalar>.size)
    // One cluster leaves nothing to be looked for.
    return chosen.keepsBounds && clusterCount == 1 ? .lloyd : chosen
  }

  /// The algorithm for a problem, after a look at the observations where that decides.
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
