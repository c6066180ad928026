internal import Foundation

/// Numbers as people read them.
package enum Numbers {
  /// A count, its thousands set apart.
  package static func grouped(_ count: Int) -> String {
    let digits = String(count.magnitude)
    var result = count < 0 ? "-" : ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// A part of 1 in percent, with two digits or as many as are needed to be more than nothing.
  package static func share(_ share: Double) -> String {
    let percent = 100 * share
    if percent == 0 || percent >= 9.95 { return String(format: "%.0f %%", percent) }
    return percent < 0.05 ? "< 0.1 %" : String(format: "%.1f %%", percent)
  }
}
