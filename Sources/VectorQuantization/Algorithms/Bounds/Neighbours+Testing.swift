/// Some centroids and the search for their neighbours, for tests.
package struct NeighboursUnderTest<Scalar: VectorScalar>: ~Copyable {
  /// The codes near one centroid and lower bounds on their distances, complete up to a radius.
  package struct List: Sendable, Equatable {
    package let codes: [Int32]
    package let distances: [Float]
    package let radius: Float
  }

  private let centroids: Matrix<Double>
  private let panels: CodebookPanels<Scalar>
  private let searches: [Shared<RadiusSearch<Scalar>>]

  /// Packs some centroids.
  ///
  /// - Parameters:
  ///   - centroids: The centroids.
  ///   - set: The kernel set.
  ///   - workers: The maximum number of threads.
  package init(_ centroids: Matrix<Scalar>, kernels set: KernelSet, workers: Int) {
    let (kernels, k, d) = (Kernels<Scalar>(set), centroids.rowCount, centroids.columnCount)
    let doubles = Matrix<Double>(centroids)
    panels = CodebookPanels(doubles.span, frame: .identity(featureCount: d), kernels: kernels)
    searches = (0..<workers).map { _ in
      Shared(
        RadiusSearch(
          kernels: kernels, tileRows: Kernels<Scalar>.screenRows, featureCount: d, clusterCount: k))
    }
    self.centroids = doubles
  }

  /// Finds the neighbours of all centroids.
  ///
  /// - Parameters:
  ///   - radii: The search radius of each centroid.
  ///   - longest: The maximum length of a list.
  /// - Returns: A list for each centroid, or no lists if too few centroids would have one.
  package func find(within radii: [Float], longest: Int) -> [List] {
    var found = Neighbours()
    found.find(
      among: panels.codebook(of: centroids.span), within: radii, longest: longest,
      searches: searches)
    return found.radii.indices.map { code in
      let list = Int(found.starts[code])..<Int(found.starts[code + 1])
      return List(
        codes: Array(found.codes[list]), distances: Array(found.distances[list]),
        radius: found.radii[code])
    }
  }
}
