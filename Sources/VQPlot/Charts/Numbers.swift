internal import Foundation

/// Formatting of numbers for people.
package enum Numbers {
  /// Returns a count with separated thousands.
  package static func grouped(_ count: Int) -> String {
    let digits = String(count.magnitude)
    var result = count < 0 ? "-" : ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// Returns a fraction of 1 as a percentage, with one decimal below 10 %; tiny fractions become "<
  /// 0.1 %".
  package static func share(_ share: Double) -> String {
    let percent = 100 * share
    if percent == 0 || percent >= 9.95 { return String(format: "%.0f %%", percent) }
    return percent < 0.05 ? "< 0.1 %" : String(format: "%.1f %%", percent)
  }
}
