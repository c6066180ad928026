import Testing
import VQTestSupport
import VectorQuantization

/// Properties that every iteration preserves.
@Suite struct DescentTests {
  @Test("inertia never rises", arguments: KMeans.Algorithm.general, Arrangement.allCases)
  func inertiaNeverRises(_ algorithm: KMeans.Algorithm, _ arrangement: Arrangement) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = arrangement.make(Scalar.self, Shape(769, 4, 12), seed: 91)
      let recorder = Recorder<KMeans.Progress>()
      let search = KMeans(
        clusterCount: 12, algorithm: algorithm, initialization: .points, stopping: .never,
        maximumIterations: 30, emptyClusters: .keep, seed: 8)
      let clustering = try search.fit(observations.span) { progress in
        recorder.record(progress)
        return .proceed
      }

      let figures = recorder.values.filter { $0.phase == .iterating }.compactMap(\.inertia)
      #expect(figures.count == clustering.iterations)
      // Both inertias have the rounding error of their sum. A centroid at distance δ from the exact
      // mean adds δ² for each of its observations. Elements are within ±10.
      let sum = Tolerance.sum(of: 769, each: 3 * Tolerance.distance(Scalar.self, columns: 4))
      let offset = 10 * Tolerance.centroid(Scalar.self, observations: 769)
      for (before, after) in zip(figures, figures.dropFirst() + [clustering.inertia]) {
        #expect(after <= before * (1 + 2 * sum) + 769 * 4 * offset * offset)
      }
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }

  /// Sums of numbers with few bits are exact, so their order has no influence.
  @Test("permuting rows permutes codes", arguments: KMeans.Algorithm.general)
  func permutingRowsPermutesCodes(_ algorithm: KMeans.Algorithm) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(
        rows: 700, columns: 5, clusters: 9, seed: 92, coarseness: 8)
      let start = observations.randomRows(9, seed: 93)
      var generator = TestGenerator(seed: 94)
      let order = generator.distinctIntegers(700, below: 700)
      let search = fixedLengthSearch(algorithm)

      let straight = try search.fit(observations.span, startingFrom: start)
      let permuted = try search.fit(observations.rows(at: order).span, startingFrom: start)

      #expect(permuted.codebook == straight.codebook)
      #expect(permuted.codes == order.map { straight.codes[$0] })
      #expect(permuted.counts == straight.counts)
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }

  @Test("doubled observations have twice the distortion", arguments: KMeans.Algorithm.general)
  func doublingDoublesDistortion(_ algorithm: KMeans.Algorithm) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(rows: 700, columns: 6, clusters: 9, seed: 95)
      let doubled = observations.mapElements { $0 * 2 }
      for initialization in [KMeans.Initialization.points, .plusPlus, .greedyPlusPlus] {
        let search = KMeans(
          clusterCount: 9, algorithm: algorithm, initialization: initialization, seed: 9)
        let single = try search.fit(observations.span)
        let double = try search.fit(doubled.span)

        #expect(double.codes == single.codes)
        #expect(double.codebook.centroids == single.codebook.centroids.mapElements { $0 * 2 })
        #expect(double.distortion == 2 * single.distortion)
        #expect(double.inertia == 4 * single.inertia)
      }
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }

  @Test("scaling by a power of two scales all results exactly", arguments: ScalarKind.allCases)
  func powerOfTwoScalesEverything(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type, _ powers: [Scalar]) throws {
      let observations = Matrix<Scalar>.blobs(rows: 400, columns: 6, clusters: 9, seed: 100)
      let search = KMeans(clusterCount: 9, seed: 15)
      let expected = try search.fit(observations.span)
      for power in powers {
        let found = try search.fit(observations.mapElements { $0 * power }.span)
        #expect(found.codes == expected.codes, "\(power)")
        #expect(
          found.codebook.centroids == expected.codebook.centroids.mapElements { $0 * power },
          "\(power)")
        #expect(found.distortion == expected.distortion * Double(power), "\(power)")
      }
    }
    switch scalar {
    case .float: try check(Float.self, [0x1p-100, 0x1p-60, 0x1p60, 0x1p100])
    case .double: try check(Double.self, [0x1p-900, 0x1p-400, 0x1p400, 0x1p900])
    }
  }

  /// An offset costs a centroid some digits, but no observation is close to a border of two clusters.
  ///
  /// The clusters are narrow, and the elements have few bits.
  @Test("a common offset changes no code", arguments: KMeans.Algorithm.general)
  func offsetChangesNoCode(_ algorithm: KMeans.Algorithm) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(
        rows: 700, columns: 5, clusters: 9, seed: 96, narrowing: 3, coarseness: 8)
      let start = observations.randomRows(9, seed: 97)
      let search = fixedLengthSearch(algorithm)

      let straight = try search.fit(observations.span, startingFrom: start)
      let moved = try search.fit(
        observations.mapElements { $0 + 1024 }.span,
        startingFrom: start.mapElements { $0 + 1024 })

      #expect(moved.codes == straight.codes)
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }

  @Test("with given centroids, seed, initialization and restarts have no influence")
  func givenStartDecides() throws {
    let observations = Matrix<Float>.blobs(rows: 200, columns: 3, clusters: 5, seed: 98)
    let start = observations.randomRows(5, seed: 99)
    let runs = try ([1, 2, nil] as [UInt64?]).map { seed in
      let search = KMeans(
        clusterCount: 5, initialization: seed == 1 ? .points : .plusPlus,
        restarts: seed == 1 ? 1 : 4, seed: seed)
      return try search.fit(observations.span, startingFrom: start)
    }
    #expect(runs.allSatisfy { $0 == runs[0] })
  }

  private func fixedLengthSearch(_ algorithm: KMeans.Algorithm) -> KMeans {
    return KMeans(
      clusterCount: 9, algorithm: algorithm, stopping: .never, maximumIterations: 8,
      emptyClusters: .keep)
  }
}
