import Testing
import VQTestSupport
import VectorQuantization

/// Sorted fits of numbers with all digits and of any magnitude.
@Suite struct SortedTests {
  private func search(_ clusterCount: Int, _ algorithm: KMeans.Algorithm = .sorted) -> KMeans {
    return KMeans(
      clusterCount: clusterCount, algorithm: algorithm, stopping: .never, emptyClusters: .keep)
  }

  /// Numbers with full significands around `offset`, times `unit`.
  private func numbers<Scalar: VectorScalar>(
    _ count: Int, offset: Scalar = 0, unit: Scalar = 1, seed: UInt64 = 531
  ) -> Matrix<Scalar> {
    var generator = TestGenerator(seed: seed)
    return Matrix(
      (0..<count).map { _ in
        (offset + Scalar(generator.flat()) * 0x1p-17 * generator.longSignificand()) * unit
      }, columns: 1)
  }

  @Test(
    "sorted fits take Lloyd's steps at every offset and magnitude", arguments: ScalarKind.allCases)
  func takesLloydsSteps(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type, offsets: [Scalar], units: [Scalar]) throws {
      for observations in offsets.map({ numbers(3000, offset: $0) })
        + units.map({ numbers(3000, unit: $0) })
      {
        let start = observations.randomRows(20, seed: 532)
        for iterations in [1, 4] {
          var search = search(20)
          search.maximumIterations = iterations
          let found = try search.fit(observations.span, startingFrom: start)
          // Centroids are rounded once, at the end.
          let doubles = Matrix<Double>(observations)
          let expected = (0..<iterations).reduce(Matrix<Double>(start)) { book, _ in
            Oracle.lloydStep(doubles, book).centroids
          }
          let tolerance = Tolerance.centroid(Scalar.self, observations: 3000)
          #expect(agree(found.codebook.centroids, Matrix<Scalar>(expected), within: tolerance))
          #expect(
            found.codes == Oracle.nearest(observations, found.codebook.centroids).codes)
        }
      }
    }
    switch scalar {
    case .float:
      try check(
        Float.self, offsets: [0, 1, 1e4, -1e6], units: [0x1p-140, 1e-30, 1e-15, 1e15, 1e30])
    case .double:
      try check(
        Double.self, offsets: [0, 1, 1e9, -1e13], units: [0x1p-1063, 1e-300, 1e-150, 1e150, 1e300])
    }
  }

  @Test("small numbers do not vanish in sums of large ones")
  func keepsSmallNumbers() throws {
    let observations: Matrix<Double> = [
      [-1e300], [1], [2], [1e300], [-1e300], [3], [-1e-290], [-3e-290], [1e300],
    ]
    let start: Matrix<Double> = [[-1e300], [-1e-290], [1.5], [1e300]]
    let found = try search(4).fit(observations.span, startingFrom: start)
    #expect(found.codebook.centroids == [[-1e300], [-2e-290], [2], [1e300]])
  }

  @Test("light observations do not vanish in sums with heavy ones")
  func keepsLightObservations() throws {
    let observations: Matrix<Double> = [[1], [2], [3], [100], [101], [-100], [-104]]
    let weights = [1e30, 1e30, 1e30, 1e-30, 3e-30, 1e-60, 1e-60]
    let start: Matrix<Double> = [[-90], [2], [90]]
    let found = try search(3).fit(
      observations.span, startingFrom: start, weights: weights)
    #expect(agree(found.codebook.centroids, [-102, 2, 100.75], within: 2 * .ulpOfOne))
  }

  @Test("centroids are accurate to 1.5 units in the last place")
  func roundsTwice() throws {
    let observations: Matrix<Double> = numbers(200_000)
    let start: Matrix<Double> = [[-4], [0], [4]]
    var search = search(3)
    search.maximumIterations = 1
    let found = try search.fit(observations.span, startingFrom: start).codebook.centroids
    let codes = Oracle.nearest(observations, start).codes
    for code in 0..<3 {
      // Fixed point with 63 bits after the binary point, which holds the elements exactly.
      var sum: Int128 = 0
      var count: Int128 = 0
      for row in 0..<200_000 where codes[row] == Int32(code) {
        sum += Int128(observations[row, 0] * 0x1p63)
        count += 1
      }
      let mean = Double(sum / count) * 0x1p-63
      #expect(abs(found[code, 0] - mean) <= 1.5 * mean.ulp)
    }
  }

  @Test("progress reports agree with Lloyd's", arguments: [false, true])
  func tellsProgress(_ isWeighted: Bool) throws {
    let observations: Matrix<Double> = numbers(5000, offset: 3)
    let weights = (0..<5000).map { isWeighted ? Double($0 % 4) : 1 }
    let start = observations.randomRows(15, seed: 533)
    let told = try [KMeans.Algorithm.sorted, .lloyd].map { algorithm in
      let recorder = Recorder<KMeans.Progress>()
      var search = search(15, algorithm)
      search.maximumIterations = 12
      _ = try search.fit(
        observations.span, startingFrom: start, weights: isWeighted ? weights : nil
      ) {
        recorder.record($0)
        return .proceed
      }
      return recorder.values
    }
    #expect(told[0].map(\.phase) == told[1].map(\.phase))
    for (sorted, lloyd) in zip(told[0], told[1]) {
      #expect(sorted.iteration == lloyd.iteration)
      for (found, expected) in [
        (sorted.inertia, lloyd.inertia), (sorted.distortion, lloyd.distortion),
        (sorted.centroidShift, lloyd.centroidShift),
      ] {
        #expect((found == nil) == (expected == nil))
        // Centroids may differ by about an ulp, which affects the centroid shift of the last
        // iterations.
        #expect(agree(found ?? 0, expected ?? 0, within: 1e-10))
      }
    }
  }

  /// The width of the clusters is about a millionth of their distance from the origin.
  @Test("inertia and distortion of narrow clusters agree with Lloyd's", arguments: [false, true])
  func tellsNarrowFigures(_ isWeighted: Bool) throws {
    let heaps: Matrix<Double> = numbers(900)
    let observations = Matrix<Double>(
      (0..<900).map { row in Double(row % 3 - 1) + heaps[row, 0] * 0x1p-22 }, columns: 1)
    let weights: [Double] = (0..<900).map { isWeighted ? 0.1 * Double(1 + $0 % 7) : 1 }
    let start: Matrix<Double> = [[-1], [0], [1]]
    let told = try [KMeans.Algorithm.sorted, .lloyd].map { algorithm in
      let recorder = Recorder<KMeans.Progress>()
      var search = search(3, algorithm)
      search.maximumIterations = 1
      _ = try search.fit(
        observations.span, startingFrom: start, weights: isWeighted ? weights : nil
      ) {
        if $0.phase == .iterating { recorder.record($0) }
        return .proceed
      }
      return try #require(recorder.values.first)
    }
    let tolerance = Tolerance.sum(of: 900, each: 4 * Double.ulpOfOne)
    #expect(try agree(#require(told[0].inertia), #require(told[1].inertia), within: tolerance))
    #expect(
      try agree(#require(told[0].distortion), #require(told[1].distortion), within: tolerance))
  }

  @Test("results have the same bits on any number of workers", arguments: ScalarKind.allCases)
  func isReproducible(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations: Matrix<Scalar> = numbers(150_000)
      let weights = (0..<150_000).map { Double(1 + $0 % 3) * 0.1 }
      var search = search(60)
      search.initialization = .points
      search.restarts = 3
      search.maximumIterations = 8
      search.seed = 33
      let runs = try [1, 2, 5].map { workers in
        search.workers = workers
        return try search.fit(observations.span, weights: weights)
      }
      #expect(runs.allSatisfy { $0 == runs[0] })
    }
    try check(scalar.type)
  }

  @Test func readsStridedRows() throws {
    let observations: Matrix<Float> = numbers(500)
    let wide = observations.elements.flatMap { [$0, .nan, .nan] }
    let strided = MatrixSpan(wide.span, rows: 500, columns: 1, rowStride: 3)
    var search = search(7)
    search.seed = 34
    #expect(try search.fit(strided) == search.fit(observations.span))
  }

  @Test func honoursCancellation() async {
    let observations: Matrix<Float> = numbers(1000)
    let search = search(7)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await search.fit(observations)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("a stop by the caller ends all restarts, as with Lloyd's", arguments: [1, 3])
  func stopsForItsCaller(_ restarts: Int) throws {
    let observations: Matrix<Float> = HardProblem.numbers.observations()
    let fits = try [KMeans.Algorithm.sorted, .lloyd].map { algorithm in
      let search = KMeans(
        clusterCount: HardProblem.numbers.clusterCount, algorithm: algorithm,
        initialization: .points, restarts: restarts, seed: 32)
      return try search.fit(observations.span) { $0.iteration == 2 ? .stop : .proceed }
    }
    #expect(fits[0] == fits[1])
  }

  @Test(
    "results agree with SciPy", arguments: try Fixture.all(in: .kmeans) + Fixture.all(in: .kmeans2))
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
        Observations(observations.span), startingFrom: [start],
        keepingLastAssignment: fixture.iterations != nil)
      let tolerance = Tolerance.centroid(Scalar.self, observations: observations.rowCount)
      #expect(try agree(found.codebook.centroids, #require(fixture.centroids), within: tolerance))
      if let codes = fixture.codes { #expect(found.codes == codes) }
    }
    try check(fixture.scalar.type)
  }
}
