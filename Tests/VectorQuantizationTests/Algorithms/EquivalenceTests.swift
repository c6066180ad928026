import Testing
import VQTestSupport
import VectorQuantization

/// Every algorithm takes the same steps as Lloyd's, bit for bit, for all observations.
///
/// Algorithms with another order of summation do so where sums are exact. The tests compare the
/// whole clustering, or the error.
@Suite struct EquivalenceTests {
  @Test("Lloyd's takes the steps of the textbook", arguments: ScalarKind.allCases, Shape.edgeCases)
  func takesLloydsSteps(_ scalar: ScalarKind, _ shape: Shape) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(shape, seed: 74)
      let start = observations.randomRows(shape.clusterCount, seed: 75)
      let search = KMeans(
        clusterCount: shape.clusterCount, algorithm: .lloyd, stopping: .never, maximumIterations: 3,
        emptyClusters: .keep)
      let clustering = try search.fit(observations.span, startingFrom: start)

      let expected = (0..<3).reduce(start) { book, _ in
        Oracle.lloydStep(observations, book).centroids
      }
      let tolerance = Tolerance.centroid(Scalar.self, observations: shape.rows)
      #expect(agree(clustering.codebook.centroids, expected, within: tolerance))
    }
    try check(scalar.type)
  }

  @Test("algorithms agree with every rule", arguments: ScalarKind.allCases, HardProblem.allCases)
  func findsTheSame(_ scalar: ScalarKind, _ problem: HardProblem) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let observations = problem.observations(Scalar.self)
      let start = problem.start(from: observations)
      for search in problem.rules + problem.stops + problem.combinations {
        problem.agreement(on: observations).expectLloyds(search) {
          try $0.fit(observations.span, startingFrom: start)
        }
      }
    }
    check(scalar.type)
  }

  @Test("algorithms agree with weights", arguments: ScalarKind.allCases, HardProblem.allCases)
  func findsTheSameWithWeights(_ scalar: ScalarKind, _ problem: HardProblem) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let observations = problem.observations(Scalar.self)
      let weights = (0..<observations.rowCount).map { Double([2, 1, 0.5, 0, 3][$0 % 5]) }
      let start = observations.randomRows(problem.clusterCount, seed: 542)
      for search in problem.rules + problem.combinations {
        problem.agreement(on: observations).expectLloyds(search) {
          try $0.fit(observations.span, startingFrom: start, weights: weights)
        }
      }
    }
    check(scalar.type)
  }

  @Test(
    "algorithms agree with restarts and every rule", arguments: ScalarKind.allCases,
    HardProblem.allCases.filter { $0.columnCount == 1 } + [.planeLattice, .fewRows])
  func findsTheSameOfRestarts(_ scalar: ScalarKind, _ problem: HardProblem) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let observations = problem.observations(Scalar.self)
      for rule in KMeans.EmptyClusters.allCases {
        for stopping in HardProblem.stoppings {
          let search = KMeans(
            clusterCount: problem.clusterCount, initialization: .points, restarts: 3,
            stopping: stopping, maximumIterations: 60, emptyClusters: rule, seed: 30)
          problem.agreement(on: observations).expectLloyds(search) {
            try $0.fit(observations.span)
          }
        }
      }
    }
    check(scalar.type)
  }

  @Test(
    "algorithms agree from every initialization", arguments: KMeans.Initialization.allCases, [1, 3])
  func startsAlike(_ initialization: KMeans.Initialization, _ restarts: Int) {
    for problem in [
      HardProblem.overlapping, .wandering, .lattice, .decayingLattice, .plane, .numbers,
    ] {
      let observations = problem.observations(Float.self)
      // Seeding many clusters takes longer than the rest of the test.
      let search = KMeans(
        clusterCount: 20, initialization: initialization, restarts: restarts, stopping: .never,
        maximumIterations: 12, seed: 610)
      problem.agreement(on: observations).expectLloyds(search, "\(problem)") {
        try $0.fit(observations.span)
      }
    }
  }

  @Test(
    "algorithms agree if restarts drop clusters",
    arguments: [KMeans.Initialization.points, .gaussian, .plusPlus])
  func dropsInRestarts(_ initialization: KMeans.Initialization) {
    for seed in 612..<622 as Range<UInt64> {
      let observations = Matrix<Float>.duplicates(Shape(200, 3, 0), distinct: 6, seed: seed)
      let search = KMeans(
        clusterCount: 12, initialization: initialization, restarts: 5, emptyClusters: .drop,
        seed: seed)
      Agreement(on: observations).expectLloyds(search) { try $0.fit(observations.span) }
    }
  }

  @Test("algorithms agree on the codes of the last assignment", arguments: [1, 2, 3, 20])
  func keepsLastAssignment(_ iterations: Int) {
    func check<Scalar: VectorScalar>(_: Scalar.Type, _ problem: HardProblem) {
      let observations = problem.observations(Scalar.self)
      let start = problem.start(from: observations)
      let search = KMeans.scipyKMeans2(
        clusterCount: start.rowCount, iterations: iterations, missing: .keep)
      problem.agreement(on: observations).expectLloyds(search) {
        try $0.fit(
          Observations(observations.span), startingFrom: [start], keepingLastAssignment: true)
      }
    }
    for problem in HardProblem.allCases {
      if problem.columnCount == 1 {
        check(Float.self, problem)
      } else {
        check(Double.self, problem)
      }
    }
  }

  @Test(
    "algorithms agree when the caller stops", arguments: [HardProblem.wandering, .plane, .numbers],
    [2, 5])
  func stopsForItsCaller(_ problem: HardProblem, _ iteration: Int) {
    let observations = problem.observations(Float.self)
    let search = KMeans(clusterCount: 40, seed: 611)
    problem.agreement(on: observations).expectLloyds(search) {
      try $0.fit(observations.span) { $0.iteration == iteration ? .stop : .proceed }
    }
  }

  @Test("algorithms agree when the caller stops the first of several runs, and it is the best")
  func stopsRestartsForItsCaller() {
    let observations = HardProblem.wandering.observations(Float.self)
    let search = KMeans(clusterCount: 40, restarts: 3, seed: 611)
    Agreement(on: observations).expectLloyds(search) {
      try $0.fit(observations.span) { $0.iteration == 5 ? .stop : .proceed }
    }
  }
}
