import Testing
import VQPlot

/// Ticks are round numbers, and cover the whole axis.
@Suite struct AxisTests {
  private static let ranges: [(Double, Double)] = [
    (0, 1), (-3.7, 12.2), (0.001, 0.0013), (1e6, 1.00001e6), (-2e9, 5e9), (1e-12, 3e-12),
    (4, 4), (0, 0), (-1e300, 1e300), (123_456, 123_457), (1e-300, 2e-300), (0.1, 0.3), (2, 30),
  ]

  @Test("an axis covers its numbers with round ticks", arguments: ranges)
  func coversItsNumbers(_ low: Double, _ high: Double) throws {
    let axis = Axis(from: low, to: high)
    let length = axis.range.upperBound - axis.range.lowerBound
    #expect(axis.range.lowerBound <= low && high <= axis.range.upperBound)
    #expect(length > 0 && length.isFinite)

    #expect((2...9).contains(axis.ticks.count))
    #expect(axis.ticks.allSatisfy { axis.range.contains($0) })
    let step = axis.ticks[1] - axis.ticks[0]
    // There is no space for another tick.
    #expect(try #require(axis.ticks.first) - step < axis.range.lowerBound)
    #expect(try #require(axis.ticks.last) + step > axis.range.upperBound)
    // The rounding error of differences of ticks, relative to the largest tick.
    let rounding = 4 * (axis.ticks.map(\.ulp).max() ?? 0)
    for (first, second) in zip(axis.ticks, axis.ticks.dropFirst()) {
      #expect(abs(second - first - step) <= rounding)
    }
    #expect(Set(axis.labels).count == axis.ticks.count, "different ticks have different labels")
    #expect(axis.labels.allSatisfy { $0.count <= 12 })
  }

  @Test func writesNumbersAsPeopleDo() {
    #expect(Axis(from: 0, to: 1).labels == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(Axis(from: 0, to: 4e6, tickCount: 4).labels == ["0", "1 M", "2 M", "3 M", "4 M"])
    #expect(Axis(from: -20_000, to: 20_000, tickCount: 4).labels.first == "−20,000")
    #expect(Axis(from: 0, to: 3e-7, tickCount: 3).labels == ["0", "1e−7", "2e−7", "3e−7"])
    #expect(Axis(from: 2, to: 4, tickCount: 20, isWhole: true).labels == ["2", "3", "4"])
  }

  @Test func takesNoNumbers() {
    let axis = Axis(from: .infinity, to: -.infinity)
    #expect(axis.range.contains(0) && axis.range.contains(1))
  }

  @Test func keepsPlacesOnTheAxis() {
    let axis = Axis(from: 0, to: 10, room: 0)
    #expect(axis.fraction(of: 0) == 0)
    #expect(axis.fraction(of: 5) == 0.5)
    #expect(axis.fraction(of: 99) == 1)
    #expect(axis.fraction(of: -99) == 0)
  }
}
