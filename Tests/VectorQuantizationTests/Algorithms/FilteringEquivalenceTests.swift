import Testing
import VQTestSupport
import VectorQuantization

/// Filtering takes Lloyd's steps to the bit, whatever the observations.
@Suite struct FilteringEquivalenceTests {
  @Test("finds what Lloyd's finds, by every rule", arguments: ScalarKind.allCases, Cloud.allCases)
  func findsTheSame(_ scalar: ScalarKind, _ cloud: Cloud) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations: Matrix<Scalar> = cloud.observations()
      let start = observations.rows(at: (0..<cloud.clusterCount).map { $0 * 7 % cloud.rowCount })
      for search in searches(clusterCount: cloud.clusterCount) {
        try expectAgreement(search) { try $0.fit(observations.span, startingFrom: start.span) }
      }
    }
    try check(scalar.type)
  }

  @Test("so it does with weights", arguments: ScalarKind.allCases, Cloud.allCases)
  func findsTheSameWithWeights(_ scalar: ScalarKind, _ cloud: Cloud) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations: Matrix<Scalar> = cloud.observations()
      let weights = (0..<observations.rowCount).map { Scalar([2, 1, 0.5, 3, 0][$0 % 5]) }
      let start = observations.randomRows(cloud.clusterCount, seed: 542)
      for search in searches(clusterCount: cloud.clusterCount) {
        try expectAgreement(search) {
          try $0.fit(observations.span, startingFrom: start.span, weights: weights.span)
        }
      }
    }
    try check(scalar.type)
  }

  @Test("with every number of features it takes", arguments: ScalarKind.allCases, 1...16)
  func findsTheSameOfFeatures(_ scalar: ScalarKind, _ columns: Int) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(
        rows: 3000, columns: columns, clusters: 40, seed: 543, narrowing: 2)
      let start = observations.randomRows(40, seed: 544)
      for kernels in KernelSet.available {
        var search = KMeans(clusterCount: 40)
        search.stopping = .never
        search.maximumIterations = 40
        search.kernels = kernels
        try expectAgreement(search) { try $0.fit(observations.span, startingFrom: start.span) }
      }
    }
    try check(scalar.type)
  }

  @Test(
    "from every initialization, and with restarts", arguments: KMeans.Initialization.allCases,
    [1, 3])
  func startsAlike(_ initialization: KMeans.Initialization, _ restarts: Int) throws {
    let observations: Matrix<Float> = .blobs(rows: 4000, columns: 2, clusters: 50, seed: 545)
    var search = KMeans(clusterCount: 50)
    search.initialization = initialization
    search.restarts = restarts
    search.seed = 546
    try expectAgreement(search) { try $0.fit(observations.span) }
  }

  @Test("with sums by code, and many moves", arguments: [1, 2])
  func findsTheSameOfManyClusters(_ restarts: Int) throws {
    let observations: Matrix<Float> = .blobs(rows: 6000, columns: 12, clusters: 2400, seed: 547)
    var search = KMeans(clusterCount: 2400)
    search.initialization = .points
    search.restarts = restarts
    search.seed = 548
    search.stopping = .never
    search.maximumIterations = 12
    try expectAgreement(search) { try $0.fit(observations.span) }
  }

  @Test("on any number of workers", arguments: [1, 2, 3])
  func isReproducible(_ workers: Int) throws {
    let observations: Matrix<Float> = .blobs(rows: 60_000, columns: 2, clusters: 64, seed: 549)
    var search = KMeans(clusterCount: 64)
    search.initialization = .points
    search.maximumIterations = 30
    search.seed = 550
    search.workers = workers
    try expectAgreement(search) { try $0.fit(observations.span) }
  }

  @Test("takes for a tie what Lloyd's does")
  func agreesOnNearTies() throws {
    let observations = Matrix<Double>((0..<400).flatMap { _ in [1, 0] }, columns: 2)
    var start = Matrix<Double>((0..<18).map { 50 + Double($0) }, columns: 2)
    for column in 0..<2 { start[1, column] = 0 }
    start[8, 0] = 0x1p-100
    start[8, 1] = 0
    var search = KMeans(clusterCount: 9)
    search.maximumIterations = 1
    search.emptyClusters = .keep
    try expectAgreement(search) { try $0.fit(observations.span, startingFrom: start.span) }
  }

  @Test("keeps the codes of the last assignment", arguments: [1, 2, 20])
  func keepsLastAssignment(_ iterations: Int) throws {
    let observations: Matrix<Double> = .blobs(rows: 2000, columns: 2, clusters: 30, seed: 551)
    let start = observations.randomRows(30, seed: 552)
    let search = KMeans.scipyKMeans2(clusterCount: 30, iterations: iterations, missing: .keep)
    try expectAgreement(search) {
      try $0.fit(observations.span, startingFrom: start.span, keepingLastAssignment: true)
    }
  }

  @Test func stopsForItsCaller() throws {
    let observations: Matrix<Double> = .blobs(rows: 2000, columns: 2, clusters: 30, seed: 553)
    var search = KMeans(clusterCount: 30)
    search.seed = 554
    try expectAgreement(search) {
      try $0.fit(observations.span) { $0.iteration == 2 ? .stop : .proceed }
    }
  }

  @Test("takes few features")
  func refusesManyFeatures() throws {
    let observations: Matrix<Float> = .blobs(rows: 20, columns: 17, clusters: 2, seed: 555)
    var search = KMeans(clusterCount: 2)
    search.algorithm = .filtering
    let error = try #require(throws: ClusteringError.self) { try search.fit(observations.span) }
    guard case .invalidOption("algorithm", "filtering", let allowed) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(allowed.hasPrefix("automatic or lloyd"))
  }

  @Test("pays with few features, many rows and enough to compare")
  func pays() {
    func pays(_ rows: Int, _ features: Int, _ clusters: Int, iterations: Int = 300) -> Bool {
      var search = KMeans(clusterCount: clusters)
      search.maximumIterations = iterations
      return search.filteringPays(rowCount: rows, featureCount: features)
    }
    #expect(pays(4_000_000, 2, 1000) && pays(546_560, 3, 256))
    #expect(!pays(4_000_000, 2, 1000, iterations: 1) && !pays(4_000_000, 8, 1000))
    #expect(!pays(4_000_000, 1, 1000) && !pays(20_000, 2, 1000) && !pays(4_000_000, 2, 8))
  }

  /// Rules for empty clusters and for stopping, each with few iterations and many.
  private func searches(clusterCount: Int) -> [KMeans] {
    KMeans.EmptyClusters.allCases.flatMap { rule in
      [KMeans.Stopping.never, .distortionChange(atMost: 1e-3)].flatMap { stopping in
        [2, 60].map { iterations in
          var search = KMeans(clusterCount: clusterCount)
          search.emptyClusters = rule
          search.stopping = stopping
          search.maximumIterations = iterations
          return search
        }
      }
    }
  }

  private func expectAgreement<Scalar: VectorScalar>(
    _ search: KMeans, sourceLocation: SourceLocation = #_sourceLocation,
    _ fit: (KMeans) throws -> Clustering<Scalar>
  ) throws {
    #expect(
      search.outcome(by: .filtering, fit) == search.outcome(by: .lloyd, fit), "\(search)",
      sourceLocation: sourceLocation)
  }
}

/// Observations that are hard on boxes, on rounding, or on both.
enum Cloud: CaseIterable {
  case blobs, space, lattice, duplicates, same, nearOffset, farOffset, huge, tiny, subnormal
  case outlier, asManyClusters, fewRows, oneCluster, line

  var clusterCount: Int {
    switch self {
    case .oneCluster: 1
    case .same: 3
    case .lattice, .duplicates: 12
    case .asManyClusters: rowCount
    case .fewRows: 5
    default: 30
    }
  }

  var rowCount: Int {
    switch self {
    case .fewRows: 30
    case .asManyClusters: 220
    case .same, .oneCluster: 500
    default: 1200
    }
  }

  func observations<Scalar: VectorScalar>() -> Matrix<Scalar> {
    let plane = Matrix<Scalar>.blobs(rows: rowCount, columns: 2, clusters: 30, seed: 541)
    switch self {
    case .blobs, .asManyClusters, .fewRows, .oneCluster: return plane
    case .space: return .blobs(rows: rowCount, columns: 5, clusters: 30, seed: 541)
    case .lattice: return .lattice(rows: rowCount, columns: 2, side: 9, seed: 541)
    case .duplicates: return .duplicates(Shape(rowCount, 3, 12), seed: 541)
    case .same: return Matrix(Array(repeating: 7, count: 2 * rowCount), columns: 2)
    case .nearOffset: return plane.mapElements { $0 + 1_048_576 }
    case .farOffset: return plane.mapElements { $0 * 1000 + 0x1p30 }
    case .huge: return plane.mapElements { $0 * 0x1p60 }
    case .tiny: return plane.mapElements { $0 * .leastNormalMagnitude }
    case .subnormal: return plane.mapElements { $0 * 4096 * .leastNonzeroMagnitude }
    case .outlier:
      var observations = plane
      observations[600, 1] = Scalar(sign: .minus, exponent: 100, significand: 1)
      return observations
    case .line:
      return Matrix(
        (0..<rowCount).flatMap { [Scalar($0 * $0 % 977), Scalar(3)] }, columns: 2)
    }
  }
}
