import Testing
import VQTestSupport
import VectorQuantization

@Suite struct VQParityTests {
  @Test("vq returns SciPy's codes and distances", arguments: try Fixture.all(in: .vq))
  func givesSciPysAnswer(_ fixture: Fixture) throws {
    try check(fixture.scalar.type, fixture)
  }

  private func check<Scalar: VectorScalar>(_: Scalar.Type, _ fixture: Fixture) throws {
    let observations = try fixture.makeObservations(of: Scalar.self)
    let book = fixture.makeStart(observations)

    let (codes, distances) = try vq(observations.span, codebook: book)

    #expect(try codes == #require(fixture.codes))
    let tolerance = Tolerance.distance(Scalar.self, columns: observations.columnCount)
    let expected = try #require(fixture.distances)
    #expect(
      zip(distances, expected).allSatisfy { agree(Double($0), $1, within: tolerance) })
    #expect(distances.count == expected.count)
  }
}
