import Testing
import VQTestSupport
import VectorQuantization

/// Each error, caused by a call, contains the right values.
@Suite struct ClusteringErrorTests {
  let observations: Matrix<Float> = [[1, 2], [3, 4], [5, 6]]

  @Test("an invalid cluster count is an error", arguments: [0, -1, Int.min, Int(Int32.max) + 1])
  func invalidClusterCount(_ count: Int) {
    #expect(throws: ClusteringError.invalidClusterCount(count)) {
      try KMeans(clusterCount: count).fit(observations.span)
    }
    #expect(throws: ClusteringError.invalidClusterCount(count)) {
      try kmeans(observations.span, k: count)
    }
    #expect(throws: ClusteringError.invalidClusterCount(count)) {
      try kmeans2(observations.span, k: count)
    }
  }

  @Test(arguments: [(0, 2), (3, 0), (0, 0)])
  func emptyObservations(_ rows: Int, _ columns: Int) {
    let empty = Matrix<Float>(rows: rows, columns: columns) { _ in }
    let expected = ClusteringError.emptyObservations(rowCount: rows, columnCount: columns)
    #expect(throws: expected) { try KMeans(clusterCount: 1).fit(empty.span) }
    #expect(throws: expected) { try kmeans(empty.span, k: 1) }
    #expect(throws: expected) { try kmeans2(empty.span, k: 1) }
    #expect(throws: expected) { try whiten(empty.span) }
  }

  @Test(arguments: [(0, 2), (3, 0)])
  func emptyCodebook(_ rows: Int, _ columns: Int) {
    let empty = Matrix<Float>(rows: rows, columns: columns) { _ in }
    let expected = ClusteringError.emptyCodebook(rowCount: rows, columnCount: columns)
    #expect(throws: expected) { try vq(observations.span, codebook: empty) }
    #expect(throws: expected) { try Codebook(empty).encode(observations.span) }
    #expect(throws: expected) { try kmeans2(observations.span, startingFrom: empty) }
    #expect(throws: expected) { try kmeans(observations.span, startingFrom: empty) }
  }

  @Test(
    "fewer observations than clusters are an error",
    arguments: [KMeans.Initialization.points, .plusPlus, .greedyPlusPlus])
  func tooFewObservations(_ initialization: KMeans.Initialization) {
    let expected = ClusteringError.tooFewObservations(rowCount: 3, clusterCount: 4)
    let search = KMeans(clusterCount: 4, initialization: initialization)
    #expect(throws: expected) { try search.fit(observations.span) }
    #expect(throws: expected) { try kmeans(observations.span, k: 4) }
    #expect(throws: expected) {
      try kmeans2(observations.span, k: 4, initialization: initialization)
    }
  }

  @Test func featureCountMismatch() {
    let narrow: Matrix<Float> = [[1], [2]]
    let expected = ClusteringError.featureCountMismatch(expected: 2, found: 1)
    #expect(throws: expected) { try vq(observations.span, codebook: narrow) }
    #expect(throws: expected) { try Codebook(narrow).encode(observations.span) }
    #expect(throws: expected) { try kmeans(observations.span, startingFrom: narrow) }
    #expect(throws: expected) { try kmeans2(observations.span, startingFrom: narrow) }
  }

  @Test func startOfAnotherSize() throws {
    let start: Matrix<Float> = [[1, 2]]
    let error = try #require(throws: ClusteringError.self) {
      try KMeans(clusterCount: 3).fit(observations.span, startingFrom: start)
    }
    guard case .invalidOption(.clusterCount, "3", let allowed) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(allowed.hasPrefix("1"))
  }

  @Test(
    "the error names the first number that is not finite",
    arguments: [Double.nan, .infinity, -.infinity],
    [(0, 0), (7, 1), (383, 4), (1499, 8)])
  func notFinite(_ bad: Double, _ place: (row: Int, column: Int)) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      var spoilt = Matrix<Scalar>.blobs(rows: 1500, columns: 9, clusters: 3, seed: 141)
      let book = spoilt.rows(at: [1, 2])
      spoilt[1499, 8] = .nan
      spoilt[place.row, place.column] = Scalar(bad)
      let observations = spoilt
      let expected = ClusteringError.notFinite(row: place.row, column: place.column)
      #expect(throws: expected) { try vq(observations.span, codebook: book) }
      #expect(throws: expected) { try whiten(observations.span) }
      #expect(throws: expected) { try kmeans(observations.span, k: 2) }
      #expect(throws: expected) { try kmeans(observations.span, startingFrom: book) }
      #expect(throws: expected) { try kmeans2(observations.span, k: 2) }
      #expect(throws: expected) { try KMeans(clusterCount: 2).fit(observations.span) }
    }
    for scalar in ScalarKind.allCases { check(scalar.type) }
  }

  @Test(arguments: [Float.nan, .infinity])
  func codebookNotFinite(_ bad: Float) {
    let spoilt: Matrix<Float> = [[1, 2], [bad, 3]]
    let expected = ClusteringError.codebookNotFinite(row: 1, column: 0)
    #expect(throws: expected) { try vq(observations.span, codebook: spoilt) }
    #expect(throws: expected) { try Codebook(spoilt).encode(observations.span) }
    #expect(throws: expected) { try kmeans(observations.span, startingFrom: spoilt) }
    #expect(throws: expected) { try kmeans2(observations.span, startingFrom: spoilt) }
  }

  @Test func magnitudeTooLarge() {
    let huge: Matrix<Double> = [[1, 2], [3, 1.7e308], [1, 1.7e308]]
    #expect(throws: ClusteringError.magnitudeTooLarge(row: 1, column: 1)) {
      try KMeans(clusterCount: 1).fit(huge.span)
    }
  }

  @Test("overflowing sums of a cluster are an error, even if the total sum cancels")
  func cancellingMagnitudesTooLarge() {
    let observations = [0, 8e307, 8e307, 8e307, -8e307, -8e307, -8e307]
    #expect(throws: ClusteringError.magnitudeTooLarge(row: 1, column: 0)) {
      try kmeans(oneFeature: observations, k: 3)
    }
  }

  @Test func weightCountMismatch() {
    let weights: [Double] = [1, 2]
    #expect(throws: ClusteringError.weightCountMismatch(expected: 3, found: 2)) {
      try KMeans(clusterCount: 2).fit(observations.span, weights: weights)
    }
  }

  @Test("the error names the first invalid weight", arguments: [Double.nan, .infinity, -1])
  func invalidWeight(_ bad: Double) {
    let weights: [Double] = [1, bad, bad]
    #expect(throws: ClusteringError.invalidWeight(row: 1)) {
      try KMeans(clusterCount: 2).fit(observations.span, weights: weights)
    }
  }

  @Test("weights too large to sum are an error", arguments: [1e300, 1e308])
  func weightsTooLargeToSum(_ weight: Double) {
    let weights = [1, weight, weight]
    #expect(throws: ClusteringError.invalidWeight(row: 1)) {
      try KMeans(clusterCount: 1).fit(
        MatrixSpan([0, 1, 2].span, columns: 1), weights: weights)
    }
  }

  @Test func noPositiveWeight() {
    let weights: [Double] = [0, 0, 0]
    #expect(throws: ClusteringError.invalidWeight(row: nil)) {
      try KMeans(clusterCount: 2).fit(observations.span, weights: weights)
    }
  }

  @Test("the error names the option that is out of range", arguments: SpoiledOption.all)
  func invalidOption(_ option: SpoiledOption) throws {
    var search = KMeans(clusterCount: 2)
    option.spoil(&search)
    let error = try #require(throws: ClusteringError.self) {
      try search.fit(observations.span)
    }
    guard case .invalidOption(let name, let value, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(name == option.name)
    #expect(value == option.value)
  }

  @Test("errors of functions name the options of the function")
  func functionsNameTheirOptions() {
    func option(_ call: () throws -> Void) -> ClusteringError.Option? {
      do {
        try call()
        return nil
      } catch ClusteringError.invalidOption(let option, _, _) {
        return option
      } catch {
        return nil
      }
    }
    let book = observations
    #expect(option { _ = try kmeans(observations.span, k: 2, restarts: 0) } == .restarts)
    #expect(option { _ = try kmeans(observations.span, k: 2, threshold: -1) } == .threshold)
    #expect(
      option { _ = try kmeans(observations.span, startingFrom: book, threshold: .nan) }
        == .threshold)
    #expect(
      option { _ = try kmeans2(observations.span, k: 2, iterations: 0) } == .maximumIterations)
    #expect(option { _ = try kmeans(observations.span, k: 2, workers: 0) } == .workers)
    #expect(
      option { _ = try vq(observations.span, codebook: book, workers: 0) } == .workers)
    #expect(
      option { _ = try Codebook(book).encode(observations.span, workers: -1) } == .workers)
  }

  @Test func kernelSetUnavailable() {
    let expected = ClusteringError.kernelSetUnavailable(
      name: "abacus", available: KernelSet.available.map(\.name))
    #expect(throws: expected) { try KernelSet(named: "abacus") }
  }

  @Test("every available kernel set can be created by its name")
  func kernelSetsAreFoundByName() throws {
    #expect(KernelSet.available.contains { $0.name == "serial" })
    for kernels in KernelSet.available {
      #expect(try KernelSet(named: kernels.name) == kernels)
    }
  }

  @Test func describesItselfInASentence() {
    let error = ClusteringError.notFinite(row: 4, column: 2)
    #expect(
      error.description
        == "the observation in row 4, column 2 (counted from 0) is NaN or infinite; "
        + "remove or replace it")
  }
}

extension ClusteringErrorTests {
  /// An option with an invalid value.
  struct SpoiledOption: Sendable, CustomTestStringConvertible {
    let name: ClusteringError.Option
    let value: String
    let spoil: @Sendable (inout KMeans) -> Void

    var testDescription: String { "\(name.rawValue) \(value)" }

    static let all = [
      SpoiledOption(name: .restarts, value: "0") { $0.restarts = 0 },
      SpoiledOption(name: .restarts, value: "-3") { $0.restarts = -3 },
      SpoiledOption(name: .maximumIterations, value: "0") { $0.maximumIterations = 0 },
      SpoiledOption(name: .threshold, value: "-1.0") {
        $0.stopping = .distortionChange(atMost: -1)
      },
      SpoiledOption(name: .threshold, value: "nan") {
        $0.stopping = .distortionChange(atMost: .nan)
      },
      SpoiledOption(name: .tolerance, value: "-0.5") { $0.stopping = .centroidShift(atMost: -0.5) },
      SpoiledOption(name: .tolerance, value: "nan") { $0.stopping = .centroidShift(atMost: .nan) },
      SpoiledOption(name: .workers, value: "0") { $0.workers = 0 },
      SpoiledOption(name: .workers, value: "-2") { $0.workers = -2 },
    ]
  }
}
