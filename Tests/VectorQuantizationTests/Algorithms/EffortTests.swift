import Testing
import VQTestSupport
import VectorQuantization

/// Every pruning method works where it should, and gives the same result as Lloyd's algorithm.
@Suite struct EffortTests {
  @Test(
    "bounds avoid most distances on well-separated mixtures",
    arguments: [KMeans.Algorithm.hamerly, .yinyang],
    ScalarKind.allCases)
  func leavesOutMost(_ algorithm: KMeans.Algorithm, _ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(
        rows: 3000, columns: 8, clusters: 100, seed: 640, narrowing: 3)
      let effort = try self.effort(
        algorithm, observations, observations.rows(at: Array(0..<100)), iterations: 30)
      #expect(effort.passes[algorithm] == effort.passCount)
      #expect(effort.distanceShare < 0.3)
    }
    try check(scalar.type)
  }

  @Test("neighbour lists help if a few fast centroids weaken all bounds")
  func asksNeighbours() throws {
    let observations = Matrix<Float>.wandering(rows: 2500, columns: 16, clusters: 120, seed: 641)
    let start = observations.rows(at: Array(0..<150))
    let effort = try self.effort(.hamerly, observations, start, iterations: 25)
    #expect(effort.passCount == 26)
    #expect(effort.distanceShare < 0.3)
  }

  @Test("groups help if a few fast centroids weaken all bounds")
  func asksGroups() throws {
    let observations = Matrix<Float>.wandering(rows: 2500, columns: 16, clusters: 120, seed: 641)
    let start = observations.rows(at: Array(0..<150))
    let effort = try self.effort(.yinyang, observations, start, iterations: 25)
    #expect(effort.distanceShare < 0.3)
  }

  @Test(
    "screening helps if few directions hold most of the variance", arguments: ScalarKind.allCases,
    [ObservationKind.decaying, .nearSubspace])
  func screens(_ scalar: ScalarKind, _ kind: ObservationKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = kind.matrix(Shape(1000, 64, 0), seed: 642, of: Scalar.self)
      let start = observations.randomRows(100, seed: 643)
      let effort = try self.effort(.screening, observations, start, iterations: 10)
      #expect(effort.passes[.screening, default: 0] >= 2)
      #expect(effort.distanceShare < 0.5)
    }
    try check(scalar.type)
  }

  @Test("every restart is screened", arguments: ScalarKind.allCases)
  func screensRestarts(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = ObservationKind.decaying.matrix(
        Shape(600, 64, 0), seed: 642, of: Scalar.self)
      for seed in 661..<665 as Range<UInt64> {
        var search = KMeans(
          clusterCount: 80, algorithm: .lloyd, initialization: .points, restarts: 3,
          stopping: .never, maximumIterations: 8, seed: seed)
        let expected = try search.fit(observations.span)
        search.algorithm = .screening
        let found = try search.fit(observations.span)
        #expect(areTheSame(.success(found), .success(expected)))
        #expect(found.effort.passes[.screening, default: 0] >= 2)
      }
    }
    try check(scalar.type)
  }

  @Test("a lattice is screened, although most remaining candidates are ties")
  func screensTies() throws {
    let observations = Matrix<Float>.decayingLattice(rows: 1500, columns: 32, seed: 644)
    for seed in 645..<647 as Range<UInt64> {
      let start = observations.randomRows(150, seed: seed)
      let effort = try self.effort(.screening, observations, start, iterations: 10)
      #expect(effort.passes[.screening, default: 0] >= 2)
    }
  }

  @Test(
    "observations without structure need mostly dense searches",
    arguments: [KMeans.Algorithm.hamerly, .screening])
  func comparesDensely(_ algorithm: KMeans.Algorithm) throws {
    let observations = ObservationKind.random.matrix(
      Shape(1200, 24, 0), seed: 650, of: Float.self)
    let effort = try self.effort(
      algorithm, observations, observations.randomRows(40, seed: 651), iterations: 10)
    #expect(effort.distanceShare > 0.5)
    #expect(effort.passes[.lloyd] == nil)
  }

  @Test("filtering avoids most distances on two-dimensional data")
  func filters() throws {
    let observations = Matrix<Float>.blobs(
      rows: 20_000, columns: 2, clusters: 30, seed: 652)
    let effort = try self.effort(
      .filtering, observations, observations.randomRows(64, seed: 653), iterations: 15)
    #expect(effort.passes == [.filtering: 16])
    #expect(effort.distanceShare < 0.2)
  }

  @Test("automatic prunes if rows are expensive")
  func choosesToPruneExpensiveRows() throws {
    let observations = Matrix<Float>.blobs(
      rows: 6000, columns: 50, clusters: 300, seed: 654, narrowing: 2)
    let start = observations.randomRows(300, seed: 655)
    let effort = try self.effort(.automatic, observations, start, iterations: 3)
    #expect(effort.passCount > effort.passes[.lloyd, default: 0])
    #expect(effort.distanceShare < 0.9)
  }

  @Test("automatic prunes a sample if rows are cheap")
  func prunesASampleOfCheapRows() throws {
    let observations = Matrix<Float>.blobs(
      rows: 63_000, columns: 10, clusters: 100, seed: 656, narrowing: 3)
    let start = observations.rows(at: Array(0..<100))
    let effort = try self.effort(.automatic, observations, start, iterations: 4)
    #expect(effort.passes[.lloyd, default: 0] > 0)
    #expect(effort.distanceShare < 1)
  }

  @Test("Lloyd's computes all distances, and k-means++ seeding saves a pass")
  func comparesAll() throws {
    let observations = Matrix<Float>.blobs(rows: 500, columns: 4, clusters: 9, seed: 657)
    let search = KMeans(
      clusterCount: 9, algorithm: .lloyd, initialization: .plusPlus, stopping: .never,
      maximumIterations: 2, seed: 658)
    let known = try search.fit(observations.span).effort
    #expect(known.passes == [.lloyd: 2] && known.distanceShare == 1)
    let given = try search.fit(
      observations.span, startingFrom: observations.randomRows(9, seed: 659)
    ).effort
    #expect(given.passes == [.lloyd: 3] && given.distanceCount == 3 * 500 * 9)
  }

  @Test("clusterings with different effort are equal")
  func isNoPartOfOutcome() throws {
    let observations = Matrix<Float>.blobs(
      rows: 500, columns: 4, clusters: 9, seed: 657, narrowing: 3)
    var search = KMeans(clusterCount: 9, algorithm: .lloyd, seed: 660)
    let full = try search.fit(observations.span)
    search.algorithm = .hamerly
    let spared = try search.fit(observations.span)
    #expect(full == spared && full.effort.passes != spared.effort.passes)
  }

  /// The effort of a fit.
  ///
  /// Its result must equal that of Lloyd's algorithm.
  private func effort<Scalar: VectorScalar>(
    _ algorithm: KMeans.Algorithm, _ observations: Matrix<Scalar>, _ start: Matrix<Scalar>,
    iterations: Int
  ) throws -> Effort {
    var search = KMeans(
      clusterCount: start.rowCount, algorithm: .lloyd, stopping: .never,
      maximumIterations: iterations, emptyClusters: .keep)
    let expected = try search.fit(observations.span, startingFrom: start)
    search.algorithm = algorithm
    let found = try search.fit(observations.span, startingFrom: start)
    #expect(areTheSame(.success(found), .success(expected)))
    return found.effort
  }
}

extension Effort {
  fileprivate var passCount: Int { passes.values.reduce(0, +) }
}
