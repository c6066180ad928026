import Testing
import VQTestSupport
import VectorQuantization

/// With numbers of few bits, whose sums are exact, the sorted algorithm takes Lloyd's steps to the bit.
@Suite struct SortedEquivalenceTests {
  @Test("finds what Lloyd's finds, by every rule", arguments: ScalarKind.allCases, Line.allCases)
  func findsTheSame(_ scalar: ScalarKind, _ line: Line) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations: Matrix<Scalar> = line.observations()
      for search in searches(clusterCount: line.clusterCount) {
        try expectAgreement(search) { try $0.fit(observations.span) }
      }
    }
    try check(scalar.type)
  }

  @Test("so it does with weights", arguments: ScalarKind.allCases, Line.allCases)
  func findsTheSameWithWeights(_ scalar: ScalarKind, _ line: Line) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations: Matrix<Scalar> = line.observations()
      let weights = (0..<observations.rowCount).map { Scalar([2, 1, 0.5, 3, 0][$0 % 5]) }
      let start = observations.randomRows(line.clusterCount, seed: 522)
      for search in searches(clusterCount: line.clusterCount) {
        try expectAgreement(search) {
          try $0.fit(observations.span, startingFrom: start.span, weights: weights.span)
        }
      }
    }
    try check(scalar.type)
  }

  @Test("from every initialization", arguments: KMeans.Initialization.allCases)
  func startsAlike(_ initialization: KMeans.Initialization) throws {
    let observations: Matrix<Double> = Line.heaps.observations()
    var search = KMeans(clusterCount: Line.heaps.clusterCount)
    search.initialization = initialization
    search.seed = 31
    for restarts in [1, 4] {
      search.restarts = restarts
      try expectAgreement(search) { try $0.fit(observations.span) }
    }
  }

  @Test("from copies, from far away, and in any order", arguments: KMeans.EmptyClusters.allCases)
  func startsAnywhere(_ rule: KMeans.EmptyClusters) throws {
    let observations: Matrix<Double> = [[4], [0], [1], [9], [1], [2], [14], [-0.0], [6], [2]]
    let starts: [Matrix<Double>] = [
      [[9], [1], [1], [5]], [[1000], [2], [-1000], [8]], [[3], [3], [3], [3]],
      [[0], [-0.0], [14], [7]], [[2], [0], [1], [-1]], [[-1], [1], [0], [2]],
    ]
    for start in starts {
      for iterations in 1...6 {
        var search = KMeans(clusterCount: 4)
        search.emptyClusters = rule
        search.maximumIterations = iterations
        try expectAgreement(search) { try $0.fit(observations.span, startingFrom: start.span) }
      }
    }
  }

  @Test("keeps the codes of the last assignment", arguments: [1, 2, 3, 50])
  func keepsLastAssignment(_ iterations: Int) throws {
    for line in Line.allCases {
      let observations: Matrix<Float> = line.observations()
      let start = observations.randomRows(line.clusterCount, seed: 523)
      let search = KMeans.scipyKMeans2(
        clusterCount: line.clusterCount, iterations: iterations, missing: .keep)
      try expectAgreement(search) {
        try $0.fit(observations.span, startingFrom: start.span, keepingLastAssignment: true)
      }
    }
  }

  @Test func stopsForItsCaller() throws {
    let observations: Matrix<Float> = Line.heaps.observations()
    var search = KMeans(clusterCount: Line.heaps.clusterCount)
    search.initialization = .points
    search.seed = 32
    for restarts in [1, 3] {
      search.restarts = restarts
      try expectAgreement(search) {
        try $0.fit(observations.span) { $0.iteration == 2 ? .stop : .proceed }
      }
    }
  }

  @Test(
    "gives SciPy's answers", arguments: try Fixture.all(in: .kmeans) + Fixture.all(in: .kmeans2))
  func givesSciPysAnswers(_ fixture: Fixture) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = try fixture.makeObservations(of: Scalar.self)
      guard observations.columnCount == 1 else { return }
      let start = fixture.makeStart(observations)
      var search: KMeans
      if let iterations = fixture.iterations {
        search = .scipyKMeans2(
          clusterCount: start.rowCount, iterations: iterations, missing: .keep)
      } else {
        search = try .scipyKMeans(
          clusterCount: start.rowCount, threshold: #require(fixture.threshold))
      }
      search.algorithm = .sorted
      let found = try search.fit(
        observations.span, startingFrom: start.span,
        keepingLastAssignment: fixture.iterations != nil)
      let tolerance = Tolerance.centroid(Scalar.self, observations: observations.rowCount)
      #expect(try agree(found.codebook.centroids, #require(fixture.centroids), within: tolerance))
      if let codes = fixture.codes { #expect(found.codes == codes) }
    }
    try check(fixture.scalar.type)
  }

  /// Rules for empty clusters and for stopping, each with few iterations and many, and restarts.
  private func searches(clusterCount: Int) -> [KMeans] {
    let stopping: [KMeans.Stopping] = [
      .never, .distortionChange(atMost: 1e-3), .centroidShift(atMost: 1e-3),
    ]
    return KMeans.EmptyClusters.allCases.flatMap { rule in
      stopping.flatMap { stopping in
        [(1, 3), (1, 300), (3, 300)].map { restarts, iterations in
          var search = KMeans(clusterCount: clusterCount)
          search.initialization = .points
          search.emptyClusters = rule
          search.stopping = stopping
          search.restarts = restarts
          search.maximumIterations = iterations
          search.seed = 30
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
      search.outcome(by: .sorted, fit) == search.outcome(by: .lloyd, fit), "\(search)",
      sourceLocation: sourceLocation)
  }
}

/// Observations of one feature, of few bits.
enum Line: CaseIterable {
  case heaps, offset, integers, duplicates, same, zeros, one, asManyClusters, oneCluster

  var clusterCount: Int {
    switch self {
    case .heaps, .offset: 23
    case .integers, .zeros: 6
    case .duplicates: 9
    case .same: 3
    case .one, .oneCluster: 1
    case .asManyClusters: 40
    }
  }

  func observations<Scalar: VectorScalar>() -> Matrix<Scalar> {
    switch self {
    case .heaps, .oneCluster: .blobs(rows: 2000, columns: 1, clusters: 23, seed: 521)
    case .offset:
      Matrix.blobs(rows: 1500, columns: 1, clusters: 23, seed: 524, coarseness: 8)
        .mapElements { $0 + 4096 }
    case .integers: .lattice(rows: 500, columns: 1, side: 12, seed: 525)
    case .duplicates: .duplicates(Shape(300, 1, 9), seed: 526)
    case .same: Matrix(Array(repeating: 7, count: 50), columns: 1)
    case .zeros: Matrix((0..<60).map { [0, -0.0, 1, -1, 3, -3][$0 % 6] }, columns: 1)
    case .one: [[5]]
    case .asManyClusters: .blobs(rows: 40, columns: 1, clusters: 9, seed: 527)
    }
  }
}
