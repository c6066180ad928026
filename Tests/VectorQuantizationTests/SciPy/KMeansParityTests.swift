import Testing
import VQTestSupport
import VectorQuantization

/// From given centroids, `kmeans` and `kmeans2` are deterministic, so the results must equal
/// SciPy's.
@Suite struct KMeansParityTests {
  @Test("kmeans returns SciPy's codebook and distortion", arguments: try Fixture.all(in: .kmeans))
  func kmeansGivesSciPysAnswer(_ fixture: Fixture) throws {
    try checkKMeans(fixture.scalar.type, fixture)
  }

  @Test("kmeans2 returns SciPy's centroids and codes", arguments: try Fixture.all(in: .kmeans2))
  func kmeans2GivesSciPysAnswer(_ fixture: Fixture) throws {
    try checkKMeans2(fixture.scalar.type, fixture)
  }

  @Test(arguments: Fixture.File.allCases)
  func everyFixtureFileHasBothScalars(_ file: Fixture.File) throws {
    let scalars = try Set(Fixture.all(in: file).map(\.scalar))
    #expect(scalars == Set(ScalarKind.allCases))
  }

  private func checkKMeans<Scalar: VectorScalar>(_: Scalar.Type, _ fixture: Fixture) throws {
    let observations = try fixture.makeObservations(of: Scalar.self)
    let start = fixture.makeStart(observations)

    let (codebook, distortion) = try kmeans(
      observations.span, startingFrom: start, threshold: #require(fixture.threshold))

    let perCentroid = Tolerance.centroid(Scalar.self, observations: observations.rowCount)
    #expect(try agree(codebook, #require(fixture.centroids), within: perCentroid))
    let perDistance =
      Tolerance.distance(Scalar.self, columns: observations.columnCount)
      + movedCentroids(observations, perCentroid, meanDistance: distortion)
    let tolerance = Tolerance.sum(of: observations.rowCount, each: perDistance)
    #expect(try agree(distortion, #require(fixture.distortion), within: tolerance))
  }

  /// Returns the relative change of the mean distance if all elements of the centroids have an
  /// error.
  ///
  /// An error of `relative` times the largest element moves a centroid by at most √d times that.
  private func movedCentroids<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, _ relative: Double, meanDistance: Double
  ) -> Double {
    let maximum = observations.elements.reduce(0) { max($0, Double(abs($1))) }
    return Double(observations.columnCount).squareRoot() * maximum * relative / meanDistance
  }

  private func checkKMeans2<Scalar: VectorScalar>(_: Scalar.Type, _ fixture: Fixture) throws {
    let observations = try fixture.makeObservations(of: Scalar.self)
    let start = fixture.makeStart(observations)

    let (centroids, codes) = try kmeans2(
      observations.span, startingFrom: start, iterations: #require(fixture.iterations))

    let counts = codes.reduce(into: [Int](repeating: 0, count: start.rowCount)) {
      $0[Int($1)] += 1
    }
    if let expected = fixture.codes {
      #expect(codes == expected)
    } else {
      #expect(counts == fixture.counts)
      #expect(Fingerprint(codes).description == fixture.codesFingerprint)
    }
    let tolerance = try Tolerance.centroid(Scalar.self, observations: #require(counts.max()))
    #expect(try agree(centroids, #require(fixture.centroids), within: tolerance))
  }
}
