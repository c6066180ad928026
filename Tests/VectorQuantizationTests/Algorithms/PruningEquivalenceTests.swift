import Testing
import VQTestSupport
import VectorQuantization

/// What leaves comparisons out takes Lloyd's steps to the bit, whatever the observations.
@Suite struct PruningEquivalenceTests {
  @Test(
    "finds what Lloyd's finds, by every rule", arguments: ScalarKind.allCases, Hardship.allCases)
  func findsTheSame(_ scalar: ScalarKind, _ hardship: Hardship) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let observations = hardship.observations(Scalar.self)
      let start = hardship.start(from: observations)
      for search in searches(clusterCount: hardship.clusterCount) {
        search.expectLloyds(columns: hardship.columns) {
          try $0.fit(observations.span, startingFrom: start.span)
        }
      }
    }
    check(scalar.type)
  }

  @Test("so it does with weights", arguments: ScalarKind.allCases, Hardship.allCases)
  func findsTheSameWithWeights(_ scalar: ScalarKind, _ hardship: Hardship) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let observations = hardship.observations(Scalar.self)
      let weights = (0..<observations.rowCount).map { Scalar([2, 1, 0.5, 0, 3][$0 % 5]) }
      let start = hardship.start(from: observations)
      for search in searches(clusterCount: hardship.clusterCount) where search.stopping == .never {
        search.expectLloyds(columns: hardship.columns) {
          try $0.fit(observations.span, startingFrom: start.span, weights: weights.span)
        }
      }
    }
    check(scalar.type)
  }

  @Test(
    "from every initialization, and with restarts", arguments: KMeans.Initialization.allCases,
    [1, 3])
  func startsAlike(_ initialization: KMeans.Initialization, _ restarts: Int) {
    for hardship in [Hardship.overlapping, .wandering, .lattice, .decayingLattice] {
      let observations = hardship.observations(Float.self)
      var search = KMeans(clusterCount: hardship.clusterCount)
      search.initialization = initialization
      search.restarts = restarts
      search.stopping = .never
      search.maximumIterations = 30
      search.seed = 610
      search.expectLloyds(columns: hardship.columns, "\(hardship)") {
        try $0.fit(observations.span)
      }
    }
  }

  @Test(
    "with restarts that drop clusters, however many they started with",
    arguments: [KMeans.Initialization.points, .gaussian, .plusPlus])
  func dropsInRestarts(_ initialization: KMeans.Initialization) {
    for seed in 612..<622 as Range<UInt64> {
      let observations = Matrix<Float>.duplicates(Shape(200, 3, 0), distinct: 6, seed: seed)
      var search = KMeans(clusterCount: 12)
      search.initialization = initialization
      search.emptyClusters = .drop
      search.restarts = 5
      search.seed = seed
      search.expectLloyds(columns: 3) { try $0.fit(observations.span) }
    }
  }

  @Test("with every kernel set", arguments: ScalarKind.allCases, KernelSet.available)
  func findsTheSameWithKernels(_ scalar: ScalarKind, _ kernels: KernelSet) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      for hardship in [Hardship.wandering, .overlapping, .decayingLattice, .offset] {
        let observations = hardship.observations(Scalar.self)
        let start = hardship.start(from: observations)
        var search = KMeans(clusterCount: hardship.clusterCount)
        search.stopping = .never
        search.maximumIterations = 40
        search.kernels = kernels
        search.expectLloyds(columns: hardship.columns, "\(hardship)") {
          try $0.fit(observations.span, startingFrom: start.span)
        }
      }
    }
    check(scalar.type)
  }

  @Test("keeps the codes of the last assignment", arguments: [1, 2, 20])
  func keepsLastAssignment(_ iterations: Int) {
    for hardship in Hardship.allCases {
      let observations = hardship.observations(Double.self)
      let start = hardship.start(from: observations)
      let search = KMeans.scipyKMeans2(
        clusterCount: start.rowCount, iterations: iterations, missing: .keep)
      search.expectLloyds(columns: hardship.columns, "\(hardship)") {
        try $0.fit(observations.span, startingFrom: start.span, keepingLastAssignment: true)
      }
    }
  }

  @Test("stops when its caller says so")
  func stopsForItsCaller() {
    let observations = Hardship.wandering.observations(Float.self)
    for restarts in [1, 3] {
      var search = KMeans(clusterCount: 40)
      search.seed = 611
      search.restarts = restarts
      search.expectLloyds(columns: observations.columnCount) {
        try $0.fit(observations.span) { $0.iteration == 5 ? .stop : .proceed }
      }
    }
  }

  /// Each rule for empty clusters, and each for stopping.
  private func searches(clusterCount: Int) -> [KMeans] {
    KMeans.EmptyClusters.allCases.flatMap { rule in
      let others: [KMeans.Stopping] =
        rule == .relocate ? [.distortionChange(atMost: 1e-4), .centroidShift(atMost: 1e-5)] : []
      return ([.never] + others).map {
        var search = KMeans(clusterCount: clusterCount)
        search.emptyClusters = rule
        search.stopping = $0
        search.maximumIterations = 40
        return search
      }
    }
  }
}
