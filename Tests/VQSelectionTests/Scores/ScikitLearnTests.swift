import Testing
import VQSelection
import VQTestSupport
import VectorQuantization

/// Scores equal those of scikit-learn, and are `nil` where scikit-learn raises an error.
///
/// The two scores that scikit-learn lacks are compared with their definitions.
@Suite struct ScikitLearnTests {
  /// The error of sums in double precision, of numbers that lose at most six digits by
  /// cancellation.
  private static let tolerance = 1e-9

  @Test("scores equal those of scikit-learn", arguments: try Fixture.all(in: .selection))
  func givesScikitLearnsScores(_ fixture: Fixture) throws {
    try check(fixture.scalar.type, fixture)
  }

  private func check<Scalar: VectorScalar>(_: Scalar.Type, _ fixture: Fixture) throws {
    let observations = try fixture.makeObservations(of: Scalar.self)
    let codes = try #require(fixture.codes)
    let k = try #require(fixture.clusterCount)

    let dispersion = try Dispersion(of: observations.span, codes: codes, clusterCount: k)
    let simplified = try dispersion.simplifiedSilhouette(of: observations.span, codes: codes)
    let full = try silhouette(of: observations.span, codes: codes, clusterCount: k)

    #expect(agree(dispersion.calinskiHarabasz, fixture.calinskiHarabasz))
    #expect(agree(dispersion.daviesBouldin, fixture.daviesBouldin))
    #expect(agree(dispersion.bayesianInformation, fixture.bic))
    #expect(agree(simplified, fixture.simplifiedSilhouette))
    #expect(agree(full, fixture.silhouette))
  }

  private func agree(_ found: Double?, _ expected: Double?) -> Bool {
    guard let found, let expected else { return found == nil && expected == nil }
    return VQTestSupport.agree(found, expected, within: Self.tolerance)
  }
}
