import Testing
import VQTestSupport
import VectorQuantization

/// Numbers whose squares or sums overflow a double.
@Suite struct BlockSumsMagnitudeTests {
  @Test("a row of weight 0 does not count, even if its squared distance overflows")
  func weightlessRowsCountNothing() throws {
    let observations: Matrix<Double> = [[0], [1], [1e200]]
    let weights: [Double] = [1, 3, 0]
    let codebook = Codebook<Double>([[0.5]])
    let (sums, codes) = try BlockSums.adding(
      Observations(observations.span), weights: weights, assignedTo: codebook)
    #expect(codes == [0, 0, 0])
    #expect(sums.inertia == 1 && sums.distances == 2)
    #expect(sums.weights == [4] && sums.sums == [3])
    let bytes = sums.encoded
    let span = bytes.span
    #expect(try BlockSums(decoding: unsafe span.bytes) == sums)
  }

  @Test("blocks refuse the numbers that a fit refuses, and name the row", arguments: [1, 2])
  func refusesWhatAFitRefuses(_ blockRows: Int) throws {
    let observations: Matrix<Double> = [[0, 1.5e308], [0, -1.5e308]]
    let expected = ClusteringError.magnitudeTooLarge(row: 0, column: 1)
    #expect(throws: expected) { try KMeans(clusterCount: 2).fit(observations.span) }
    #expect(throws: expected) {
      try BlockSums.adding(
        Observations(observations.span), assignedTo: Codebook<Double>([[0, 0]]),
        blockRows: blockRows)
    }
  }

  @Test("an inertia that overflows a double is infinite, as in a fit")
  func inertiaMayBeInfinite() throws {
    let observations: Matrix<Double> = [[-1e200], [1e200]]
    let (sums, _) = try BlockSums.adding(
      Observations(observations.span), assignedTo: Codebook<Double>([[0]]))
    #expect(sums.inertia == .infinity && sums.sums == [0])
    #expect(try KMeans(clusterCount: 1).fit(observations.span).inertia == .infinity)
  }
}
