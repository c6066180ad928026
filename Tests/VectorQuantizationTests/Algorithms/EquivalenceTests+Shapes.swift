import Testing
import VQTestSupport
import VectorQuantization

/// Sizes next to those of tiles, row groups, panels, centroid groups and neighbour lists.
///
/// Runs with several kernel sets and numbers of workers.
extension EquivalenceTests {
  private static let columnCounts = [1, 2, 3, 8, 9, 16, 17, 33, 64, 65, 130]
  private static let clusterCounts = [2, 3, 8, 9, 16, 17, 40, 100]

  @Test(
    "algorithms agree with any number of features and clusters", arguments: columnCounts,
    clusterCounts)
  func findsTheSame(_ columns: Int, _ clusterCount: Int) {
    func check<Scalar: VectorScalar>(_: Scalar.Type, _ rowCount: Int, narrowing: Int) {
      let observations = Matrix<Scalar>.blobs(
        rows: rowCount, columns: columns, clusters: clusterCount, seed: 620, narrowing: narrowing)
      expectLloyds(observations, clusterCount: clusterCount, iterations: 12)
    }
    check(Float.self, 331, narrowing: 0)
    check(Double.self, 257, narrowing: 3)
  }

  @Test(
    "algorithms agree with any number of observations",
    arguments: [1, 2, 3, 15, 16, 17, 47, 48, 49, 95, 97])
  func findsTheSameOfFewRows(_ rowCount: Int) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      for columns in [1, 3, 9, 20] {
        for clusterCount in Set([1, 2, rowCount / 2, rowCount]) where clusterCount > 0 {
          let observations = Matrix<Scalar>.blobs(
            rows: rowCount, columns: columns, clusters: 8, seed: 622)
          expectLloyds(
            observations, clusterCount: min(clusterCount, rowCount), iterations: 8)
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(
    "algorithms agree with every kernel set, including seeding", arguments: ScalarKind.allCases,
    Shape.edgeCases)
  func findsTheSameOnEdges(_ scalar: ScalarKind, _ shape: Shape) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let observations = Matrix<Scalar>.blobs(shape, seed: 71)
      let search = KMeans(clusterCount: shape.clusterCount, seed: 1)
      var agreement = Agreement(on: observations)
      agreement.sumsAreExact = shape.columns == 1
      agreement.kernels = KernelSet.available
      agreement.expectLloyds(search) { try $0.fit(observations.span) }
    }
    check(scalar.type)
  }

  @Test(
    "algorithms agree with every kernel set, for many iterations", arguments: ScalarKind.allCases,
    [HardProblem.wandering, .overlapping, .decayingLattice, .offset])
  func findsTheSameWithKernels(_ scalar: ScalarKind, _ problem: HardProblem) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let observations = problem.observations(Scalar.self)
      let start = problem.start(from: observations)
      let search = KMeans(
        clusterCount: problem.clusterCount, stopping: .never, maximumIterations: 40)
      var agreement = problem.agreement(on: observations)
      agreement.kernels = KernelSet.available
      agreement.expectLloyds(search) { try $0.fit(observations.span, startingFrom: start) }
    }
    check(scalar.type)
  }

  @Test(
    "algorithms agree with every kernel set and few features", arguments: ScalarKind.allCases,
    1...17)
  func findsTheSameOfFewFeatures(_ scalar: ScalarKind, _ columns: Int) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let observations = Matrix<Scalar>.blobs(
        rows: 800, columns: columns, clusters: 40, seed: 543, narrowing: 2)
      expectLloyds(
        observations, clusterCount: 40, iterations: 12, kernels: KernelSet.available)
    }
    check(scalar.type)
  }

  @Test("algorithms agree with many clusters, sums by code, and many moves", arguments: [1, 2])
  func findsTheSameOfManyClusters(_ restarts: Int) {
    let observations = Matrix<Float>.blobs(
      rows: 2500, columns: 12, clusters: 1200, seed: 624, narrowing: restarts == 1 ? 2 : 0)
    let search = KMeans(
      clusterCount: 1200, initialization: .points, restarts: restarts, stopping: .never,
      maximumIterations: 6, seed: 625)
    Agreement(on: observations).expectLloyds(search) { try $0.fit(observations.span) }
  }

  @Test("algorithms agree on any number of workers", arguments: ScalarKind.allCases)
  func isReproducible(_ scalar: ScalarKind) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let shape = Shape.parallel
      let observations = Matrix<Scalar>.blobs(shape, seed: 73)
      let search = KMeans(
        clusterCount: shape.clusterCount, initialization: .plusPlus, restarts: 2,
        maximumIterations: 3, seed: 3)
      expectLloyds(search, observations)
    }
    check(scalar.type)
  }

  @Test("algorithms agree on any number of workers while centroids keep moving")
  func isReproducibleWhileMoving() {
    let observations = Matrix<Double>.wandering(rows: 5100, columns: 16, clusters: 160, seed: 626)
    let search = KMeans(
      clusterCount: 160, initialization: .points, stopping: .never, maximumIterations: 4, seed: 627)
    expectLloyds(search, observations)
  }

  @Test("algorithms agree on any number of workers with few features")
  func isReproducibleOfFewFeatures() {
    let observations = Matrix<Float>.blobs(rows: 40_000, columns: 2, clusters: 96, seed: 549)
    let search = KMeans(clusterCount: 96, initialization: .points, maximumIterations: 8, seed: 550)
    expectLloyds(search, observations)
  }

  /// Compares algorithms with one, two and seven workers.
  private func expectLloyds<Scalar: VectorScalar>(
    _ search: KMeans, _ observations: Matrix<Scalar>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var agreement = Agreement(on: observations)
    agreement.workers = [1, 2, 7]
    agreement.expectLloyds(search, sourceLocation: sourceLocation) {
      try $0.fit(observations.span)
    }
  }

  /// Compares algorithms on numbers with few bits, starting from random rows.
  private func expectLloyds<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, clusterCount: Int, iterations: Int,
    kernels: [KernelSet?] = [nil], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let start = observations.randomRows(clusterCount, seed: 621)
    let search = KMeans(clusterCount: clusterCount, stopping: .never, maximumIterations: iterations)
    var agreement = Agreement(on: observations)
    agreement.sumsAreExact = observations.columnCount == 1
    agreement.kernels = kernels
    agreement.expectLloyds(search, sourceLocation: sourceLocation) {
      try $0.fit(observations.span, startingFrom: start)
    }
  }
}
