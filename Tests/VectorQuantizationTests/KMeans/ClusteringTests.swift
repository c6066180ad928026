import Testing
import VQTestSupport
import VectorQuantization

/// The parts of a result are consistent, whatever ends the fit.
@Suite struct ClusteringTests {
  @Test func describesItself() throws {
    let clustering = try KMeans(clusterCount: 2).fit(
      [[0.0], [1], [8]], startingFrom: [[0], [9]])
    #expect(
      "\(clustering)" == """
        2 clusters of 3 observations (2, 1): inertia 0.5, distortion 0.3333333333333333, converged \
        after 2 iterations
        2 x 1
         0.5
           8
        """)
  }

  @Test("codes, counts, inertia and distortion belong to the codebook", arguments: Shape.edgeCases)
  func everythingBelongsTogether(_ shape: Shape) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(shape, seed: 81)
      var search = KMeans(clusterCount: shape.clusterCount, seed: 4)
      for iterations in [1, 300] {
        search.maximumIterations = iterations
        expectConsistent(try search.fit(observations.span), observations)
      }
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }

  @Test("results are consistent under every rule", arguments: Arrangement.allCases, emptyRules)
  func everyRuleIsConsistent(
    _ arrangement: Arrangement, _ emptyClusters: KMeans.EmptyClusters
  ) throws {
    let observations = arrangement.make(Double.self, Shape(150, 2, 20), seed: 82)
    var search = KMeans(clusterCount: 20, emptyClusters: emptyClusters, seed: 5)
    for initialization in KMeans.Initialization.allCases {
      for stopping in stoppingRules {
        search.initialization = initialization
        search.stopping = stopping
        search.maximumIterations = 20
        expectConsistent(try search.fit(observations.span), observations)
      }
    }
  }

  @Test func encodingWithItsCodebookGivesItsCodes() throws {
    let observations = Matrix<Float>.blobs(.large, seed: 83)
    let search = KMeans(clusterCount: Shape.large.clusterCount, maximumIterations: 5, seed: 6)
    let clustering = try search.fit(observations.span)
    let (codes, _) = try clustering.codebook.encode(observations.span)
    #expect(clustering.codes == codes)
  }

  @Test func readsStridedRows() throws {
    let observations = Matrix<Float>.blobs(rows: 120, columns: 3, clusters: 4, seed: 84)
    let wide = (0..<120).flatMap { row in (0..<3).map { observations[row, $0] } + [Float.nan] }
    let strided = MatrixSpan(wide.span, rows: 120, columns: 3, rowStride: 4)
    let search = KMeans(clusterCount: 4, seed: 7)
    #expect(try search.fit(strided) == search.fit(observations.span))
  }

  @Test("a single centroid is the mean", arguments: ScalarKind.allCases)
  func oneClusterIsTheMean(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations: Matrix<Scalar> = [[0, 1], [6, 9], [3, 5]]
      let clustering = try KMeans(clusterCount: 1).fit(observations.span)
      #expect(clustering.codebook.centroids == [[3, 5]])
      #expect(clustering.codes == [0, 0, 0])
      #expect(clustering.counts == [3])
      #expect(clustering.inertia == 50)
      #expect(agree(clustering.distortion, 10.0 / 3, within: .ulpOfOne))
      #expect(clustering.outcome == .converged)
    }
    try check(scalar.type)
  }

  @Test("as many clusters as observations have inertia 0", arguments: ScalarKind.allCases)
  func everyObservationIsACentroid(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(rows: 12, columns: 3, clusters: 12, seed: 85)
      let clustering = try KMeans(clusterCount: 12).fit(observations.span)
      #expect(clustering.inertia == 0 && clustering.distortion == 0)
      #expect(Set(clustering.codes).count == 12)
      #expect(clustering.counts.allSatisfy { $0 == 1 })
    }
    try check(scalar.type)
  }

  @Test(
    "a very distant observation does not change the other distances",
    arguments: [1e100, 1e160, 1e200, 1e300])
  func farObservation(_ far: Double) throws {
    var observations = Matrix<Double>.blobs(rows: 100, columns: 3, clusters: 2, seed: 86)
    observations[1, 1] = far
    let search = KMeans(clusterCount: 3, seed: 1)
    let clustering = try search.fit(observations.span)
    let own = Int(clustering.codes[1])
    #expect(clustering.counts[own] == 1)

    // The oracle does not support so many powers of ten, so it only computes the other observations.
    let others = observations.rows(at: [0] + Array(2..<100))
    let centroids = clustering.codebook.centroids
    let near = centroids.rows(at: (0..<3).filter { $0 != own })
    let truth = Oracle.nearest(others, near)
    let distance = Tolerance.distance(Double.self, columns: 3)
    #expect(
      agree(
        clustering.distortion, truth.distances.reduce(0, +) / 100,
        within: Tolerance.sum(of: 100, each: distance)))
    #expect(
      agree(
        clustering.inertia, truth.distances.reduce(0) { $0 + $1 * $1 },
        within: Tolerance.sum(of: 100, each: 3 * distance)))
  }

  private static let emptyRules: [KMeans.EmptyClusters] = [.relocate, .keep, .drop]
  private let stoppingRules: [KMeans.Stopping] = [
    .never, .distortionChange(atMost: 1e-5), .centroidShift(atMost: 1e-4),
  ]

  private func expectConsistent<Scalar: VectorScalar>(
    _ clustering: Clustering<Scalar>, _ observations: Matrix<Scalar>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let centroids = clustering.codebook.centroids
    let truth = Oracle.nearest(observations, centroids)
    #expect(clustering.codes == truth.codes, sourceLocation: sourceLocation)

    let counts = truth.codes.reduce(into: [Int](repeating: 0, count: centroids.rowCount)) {
      $0[Int($1)] += 1
    }
    #expect(clustering.counts == counts, sourceLocation: sourceLocation)
    #expect(
      clustering.emptyClusters == counts.indices.filter { counts[$0] == 0 },
      sourceLocation: sourceLocation)

    let rows = observations.rowCount
    let distance = Tolerance.distance(Scalar.self, columns: observations.columnCount)
    let distortion = truth.distances.reduce(0, +) / Double(rows)
    #expect(
      agree(
        clustering.distortion, distortion, within: Tolerance.sum(of: rows, each: distance)),
      sourceLocation: sourceLocation)
    let inertia = truth.distances.reduce(0) { $0 + $1 * $1 }
    #expect(
      agree(clustering.inertia, inertia, within: Tolerance.sum(of: rows, each: 3 * distance)),
      sourceLocation: sourceLocation)
  }
}
