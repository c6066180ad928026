internal import Foundation

/// A range of the number line, with ticks at round numbers.
package struct Axis: Sendable {
  /// The values at the two ends.
  package let range: ClosedRange<Double>
  package let ticks: [Double]
  /// The texts of the ticks.
  package let labels: [String]

  /// The maximum magnitude; larger numbers are drawn at this value, so that differences do not
  /// overflow.
  private static let maximum = 1e300
  /// The minimum magnitude; smaller numbers are treated as 0, so that powers of ten do not
  /// overflow.
  private static let minimum = 1e-200

  /// Creates an axis that covers a range of numbers.
  ///
  /// - Parameters:
  ///   - low: The smallest number.
  ///   - high: The largest number.
  ///   - room: The margin to leave free at each end, as a fraction of the range.
  ///   - tickCount: The approximate number of steps. The result is at most a quarter larger, and at
  ///     least a third of it.
  ///   - isWhole: Whether ticks must be whole numbers.
  package init(
    from low: Double, to high: Double, room: Double = 0.04, tickCount: Int = 6,
    isWhole: Bool = false
  ) {
    let (low, high) = Self.spread(low, high)
    let free = room * (high - low)
    self.init(showing: (low - free)...(high + free), tickCount: tickCount, isWhole: isWhole)
  }

  /// Creates an axis with given ends.
  init(showing range: ClosedRange<Double>, tickCount: Int, isWhole: Bool = false) {
    self.range = range
    let step = Self.step(
      for: (range.upperBound - range.lowerBound) / Double(tickCount), isWhole: isWhole)
    let first = (range.lowerBound / step.value).rounded(.up)
    let last = (range.upperBound / step.value).rounded(.down)
    ticks =
      first <= last
      ? stride(from: first, through: last, by: 1).map { step.multiple($0) } : []
    labels = TickLabels.texts(of: ticks, step: step.value)
  }

  /// Returns the position of a number along the axis, from 0 to 1.
  package func fraction(of value: Double) -> Double {
    let value = min(max(value, range.lowerBound), range.upperBound)
    return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  /// Returns the two ends, moved apart if they are too close for numbers between them.
  static func spread(_ low: Double, _ high: Double) -> (Double, Double) {
    guard low <= high else { return (0, 1) }
    let (low, high) = (max(low, -maximum), min(high, maximum))
    let middle = low / 2 + high / 2
    guard high - low <= max(1e-12 * max(abs(low), abs(high)), minimum) else { return (low, high) }
    let reach = abs(middle) > minimum ? abs(middle) * 0.1 : 1
    return (middle - reach, middle + reach)
  }

  /// A step of 1, 2 or 5 times a power of ten.
  private struct Step {
    let factor: Double
    let exponent: Int

    var value: Double { multiple(1) }

    /// Returns a multiple of the step, computed so that it is the number nearest to the decimal
    /// value.
    func multiple(_ count: Double) -> Double {
      let power = pow(10, Double(abs(exponent)))
      return exponent < 0 ? count * factor / power : count * factor * power
    }
  }

  /// Returns the smallest round step that is at least 0.8 times `wanted`.
  private static func step(for wanted: Double, isWhole: Bool) -> Step {
    let minimum = isWhole ? max(0.8 * wanted, 1) : 0.8 * wanted
    let exponent = Int(log10(minimum).rounded(.down))
    let steps = [1.0, 2, 5, 10].map { Step(factor: $0, exponent: exponent) }
    // The tolerance prevents a rounding error from selecting the next larger step.
    return steps.first { $0.value >= minimum * (1 - 1e-9) } ?? Step(factor: 10, exponent: exponent)
  }
}
