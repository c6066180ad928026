internal import Foundation

/// A stretch of the number line, with ticks at round numbers.
package struct Axis: Sendable {
  /// What is at the one end, and at the other.
  package let range: ClosedRange<Double>
  package let ticks: [Double]
  /// The ticks as they are written.
  package let labels: [String]

  /// Larger numbers are shown as if they were this one: differences must not overflow.
  private static let maximum = 1e300
  /// Smaller numbers are taken for zero: no power of ten is an infinity.
  private static let minimum = 1e-200

  /// Creates an axis on which some numbers have room.
  ///
  /// - Parameters:
  ///   - low: The smallest number.
  ///   - high: The largest.
  ///   - room: How much to leave free at either end, as a share of what is between them.
  ///   - tickCount: About how many steps there should be: at most a quarter more, and at least a third.
  ///   - isWhole: Whether only whole numbers have a meaning.
  package init(
    from low: Double, to high: Double, room: Double = 0.04, tickCount: Int = 6,
    isWhole: Bool = false
  ) {
    let (low, high) = Self.spread(low, high)
    let free = room * (high - low)
    self.init(showing: (low - free)...(high + free), tickCount: tickCount, isWhole: isWhole)
  }

  /// Creates an axis of which the ends are known.
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

  /// How far along the axis a number is, from 0 to 1.
  package func fraction(of value: Double) -> Double {
    let value = min(max(value, range.lowerBound), range.upperBound)
    return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  /// Ends that are far enough apart for numbers between them.
  static func spread(_ low: Double, _ high: Double) -> (Double, Double) {
    guard low <= high else { return (0, 1) }
    let (low, high) = (max(low, -maximum), min(high, maximum))
    let middle = low / 2 + high / 2
    guard high - low <= max(1e-12 * max(abs(low), abs(high)), minimum) else { return (low, high) }
    let reach = abs(middle) > minimum ? abs(middle) * 0.1 : 1
    return (middle - reach, middle + reach)
  }

  /// A power of ten times 1, 2 or 5.
  private struct Step {
    let factor: Double
    let exponent: Int

    var value: Double { multiple(1) }

    /// Computed so that it is the number nearest to the decimal one.
    func multiple(_ count: Double) -> Double {
      let power = pow(10, Double(abs(exponent)))
      return exponent < 0 ? count * factor / power : count * factor * power
    }
  }

  /// The smallest round step that is not far below `wanted`.
  private static func step(for wanted: Double, isWhole: Bool) -> Step {
    let minimum = isWhole ? max(0.8 * wanted, 1) : 0.8 * wanted
    let exponent = Int(log10(minimum).rounded(.down))
    let steps = [1.0, 2, 5, 10].map { Step(factor: $0, exponent: exponent) }
    // A rounding of the quotient must not make the step twice as large.
    return steps.first { $0.value >= minimum * (1 - 1e-9) } ?? Step(factor: 10, exponent: exponent)
  }
}
