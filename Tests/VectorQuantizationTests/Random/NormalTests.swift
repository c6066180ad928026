import Foundation
import Testing
import VectorQuantization

/// The draws have the standard normal distribution.
///
/// Tolerances are five standard deviations of the statistic: chance exceeds them less than once in
/// a million, and the seed is fixed.
@Suite struct NormalTests {
  private static let count = 20_000
  private let draws: [Double]

  init() {
    var generator = Xoshiro256(seed: 6, restart: 0)
    draws = (0..<Self.count).map { _ in generator.normal() }
  }

  @Test("the mean is 0")
  func meanIsZero() {
    let mean = draws.reduce(0, +) / Double(Self.count)
    #expect(abs(mean) <= 5 / Double(Self.count).squareRoot())
  }

  @Test("the variance is 1")
  func varianceIsOne() {
    let variance = draws.reduce(0) { $0 + $1 * $1 } / Double(Self.count)
    // The square of a standard normal number has variance 2.
    #expect(abs(variance - 1) <= 5 * (2 / Double(Self.count)).squareRoot())
  }

  @Test(
    "the right number of draws is beyond 1, 2 and 3 deviations",
    arguments: [(1, 0.317_310_508), (2, 0.045_500_264), (3, 0.002_699_796)])
  func tailsAreRight(_ limit: Double, _ share: Double) {
    let beyond = Double(draws.count { abs($0) > limit }) / Double(Self.count)
    let deviation = (share * (1 - share) / Double(Self.count)).squareRoot()
    #expect(abs(beyond - share) <= 5 * deviation)
  }

  @Test("no part of the line has too many or too few draws")
  func distributionIsRight() {
    // The test of Kolmogorov and Smirnov: the largest deviation from the distribution exceeds c /
    // √n with a probability of 2 exp(-2c²), which is below 10⁻⁴.
    let limit = 2.25 / Double(Self.count).squareRoot()
    for (rank, draw) in draws.sorted().enumerated() {
      let share = erfc(-draw / 2.squareRoot()) / 2
      #expect(abs(share - (Double(rank) + 0.5) / Double(Self.count)) <= limit)
    }
  }

  @Test("successive draws are independent")
  func drawsAreIndependent() {
    let products = zip(draws, draws.dropFirst()).map { $0 * $1 }
    let mean = products.reduce(0, +) / Double(products.count)
    #expect(abs(mean) <= 5 / Double(products.count).squareRoot())
  }
}
