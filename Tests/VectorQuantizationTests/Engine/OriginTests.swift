import Testing
import VectorQuantization

@Suite struct OriginTests {
  @Test("the origin is near the values of features far from 0, and 0 for other features")
  func farFeatures() {
    let minimum = [1000.0, -1, 1000, 3, 0]
    let maximum = [1003, 1, 3000, 3, 1e-30]
    for origin in [
      Origin.ofSums(from: minimum, to: maximum, in: Double.self),
      Origin.ofSums(from: minimum, to: maximum, in: Float.self),
    ] {
      #expect((1000...1003).contains(origin[0]))
      #expect(origin[1...] == [0, 0, 3, 0])
    }
  }

  @Test("the origin has few bits, so differences of measured values are exact")
  func fewBits() {
    let origin = Origin.ofSums(from: [7_000_001 / 64], to: [7_000_399 / 64], in: Double.self)[0]
    #expect(origin * 8 == (origin * 8).rounded() && origin > 0)
  }

  @Test("the origin is finite for bounds of any magnitude")
  func anySize() {
    let huge = Double.greatestFiniteMagnitude
    let tiny = Double.leastNonzeroMagnitude
    let origin = Origin.ofSums(
      from: [-huge, huge, tiny, huge / 2], to: [huge, huge, 2 * tiny, huge], in: Double.self)
    #expect(origin == [0, huge, 0, 0])
    let single = Origin.ofSums(from: [3.3e38], to: [3.4e38], in: Float.self)
    #expect(single[0].isFinite)
  }

  @Test("a magnitude is unsafe if a sum of that many numbers could overflow")
  func magnitudes() {
    #expect(Magnitude.isSafe(extent: 1e305, count: 400))
    #expect(!Magnitude.isSafe(extent: 1e305, count: 500))
    #expect(!Magnitude.isSafe(extent: .infinity, count: 1))
  }
}
