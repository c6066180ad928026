import Testing
import VQTestSupport
import VectorQuantization

/// Algorithms, kernel sets and workers differ in speed only.
@Suite struct AlgorithmEquivalenceTests {
  @Test("every algorithm and kernel set agrees", arguments: ScalarKind.allCases, Shape.edgeCases)
  func findsTheSame(_ scalar: ScalarKind, _ shape: Shape) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(shape, seed: 71)
      var search = KMeans(clusterCount: shape.clusterCount)
      search.seed = 1
      try expectAgreement(search, on: observations)
    }
    try check(scalar.type)
  }

  @Test(
    "every algorithm agrees where distances tie",
    arguments: [Arrangement.lattice, .duplicates], KMeans.Initialization.allCases)
  func findsTheSameOnTies(
    _ arrangement: Arrangement, _ initialization: KMeans.Initialization
  ) throws {
    let observations = arrangement.make(Float.self, Shape(300, 3, 9), seed: 72)
    var search = KMeans(clusterCount: 9)
    search.initialization = initialization
    search.seed = 2
    try expectAgreement(search, on: observations)
  }

  @Test(
    "does not depend on the number of workers",
    arguments: KMeans.Algorithm.general, ScalarKind.allCases)
  func isReproducible(_ algorithm: KMeans.Algorithm, _ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(.parallel, seed: 73)
      var search = KMeans(clusterCount: Shape.parallel.clusterCount)
      search.algorithm = algorithm
      search.maximumIterations = 3
      search.restarts = 2
      search.seed = 3
      let runs = try [1, 2, 7].map { workers in
        search.workers = workers
        return try search.fit(observations.span)
      }
      #expect(runs.allSatisfy { $0 == runs[0] })
    }
    try check(scalar.type)
  }

  @Test("takes the steps of Lloyd's iteration", arguments: ScalarKind.allCases, Shape.edgeCases)
  func takesLloydsSteps(_ scalar: ScalarKind, _ shape: Shape) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(shape, seed: 74)
      let start = observations.randomRows(shape.clusterCount, seed: 75)
      var search = KMeans(clusterCount: shape.clusterCount)
      search.stopping = .never
      search.maximumIterations = 3
      search.emptyClusters = .keep
      let clustering = try search.fit(observations.span, startingFrom: start.span)

      let expected = (0..<3).reduce(start) { book, _ in
        Oracle.lloydStep(observations, book).centroids
      }
      let tolerance = Tolerance.centroid(Scalar.self, observations: shape.rows)
      #expect(agree(clustering.codebook.centroids, expected, within: tolerance))
    }
    try check(scalar.type)
  }

  private func expectAgreement<Scalar: VectorScalar>(
    _ search: KMeans, on observations: Matrix<Scalar>
  ) throws {
    let expected = try search.fit(observations.span)
    for algorithm in KMeans.Algorithm.cases(columns: observations.columnCount) {
      for kernels in KernelSet.available {
        var search = search
        search.algorithm = algorithm
        search.kernels = kernels
        let clustering = try search.fit(observations.span)
        #expect(clustering == expected, "\(algorithm), \(kernels.name)")
      }
    }
  }
}
