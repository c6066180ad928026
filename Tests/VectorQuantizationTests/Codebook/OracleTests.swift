import Testing
import VQTestSupport
import VectorQuantization

/// The oracle agrees with results computed by hand.
@Suite struct OracleTests {
  @Test func givesTiesTheLowestCode() {
    let (codes, distances) = Oracle.nearest([[0.0], [3]], [[1.0], [-1], [5], [1]])
    #expect(codes == [0, 0])
    #expect(distances == [1, 2])
  }

  @Test func seesDifferencesBelowTheRoundingOfASquare() {
    let third = 1.0 / 3
    let book: Matrix<Double> = [[third, 1], [third.nextDown, 1], [third.nextUp, 1]]
    let (codes, _) = Oracle.nearest([[0, 0]], book)
    #expect(codes == [1])
  }

  @Test func seesTiesThroughTheOrderOfSums() {
    let book: Matrix<Double> = [[0.1, 0.7, 1e3], [1e3, 0.1, 0.7], [0.7, 1e3, 0.1]]
    let (codes, _) = Oracle.nearest([[0, 0, 0]], book)
    #expect(codes == [0])
    let (reversed, _) = Oracle.nearest([[0, 0, 0]], book.rows(at: [2, 1, 0]))
    #expect(reversed == [0])
  }

  @Test(arguments: [1e200, 1e-200])
  func copesWithAnyMagnitude(_ unit: Double) {
    let (codes, distances) = Oracle.nearest(
      Matrix([unit, -unit], columns: 1), Matrix([-2 * unit, 3 * unit], columns: 1))
    #expect(codes == [1, 0])
    #expect(distances == [2 * unit, unit])
  }

  @Test func averagesAndKeepsEmptyClusters() {
    let (centroids, codes) = Oracle.lloydStep([[0.0], [1], [9]], [[0.0], [50], [10]])
    #expect(codes == [0, 0, 2])
    #expect(centroids == [[0.5], [50], [9]])
  }

  @Test func generatesThePublishedStream() {
    var generator = TestGenerator(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }
}
