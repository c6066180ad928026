internal import Foundation
internal import VQPlot

/// Formats numbers for people.
enum Figures {
  /// Formats a count, with separators between thousands.
  static func grouped(_ count: Int) -> String {
    Numbers.grouped(count)
  }

  /// Formats a count and its noun, with separators between thousands.
  static func counted(_ count: Int, _ thing: String) -> String {
    "\(grouped(count)) \(thing)\(count == 1 ? "" : "s")"
  }

  /// Formats a number with `digits` significant digits, or with all digits of its integer part.
  static func measured(_ number: Double, digits: Int = 6) -> String {
    guard number.isFinite else { return number.isNaN ? "undefined" : "infinite" }
    guard number != 0 else { return "0" }
    let exponent = Int(log10(number.magnitude).rounded(.down))
    // Outside these limits a power of ten is easier to read than many zeros.
    guard (-4...14).contains(exponent) else {
      return String(format: "%.\(digits - 1)e", number)
    }
    return fixed(number, decimals: max(0, digits - 1 - exponent))
  }

  /// Formats a number with a fixed number of decimals.
  static func fixed(_ number: Double, decimals: Int) -> String {
    String(format: "%.\(decimals)f", number)
  }

  /// Formats a number of bytes with a unit, as options read it.
  static func bytes(_ count: Int) -> String {
    let units = [(40, "T"), (30, "G"), (20, "M"), (10, "K")]
    let (power, letter) = units.first { count >= 1 << $0.0 } ?? (0, "")
    if power == 0 { return "\(count)" }
    // Rounds up, so that the printed amount is enough.
    let tenths = (Double(count) / Double(1 << power) * 10).rounded(.up) / 10
    return fixed(tenths, decimals: 1) + letter
  }

  /// Formats a time in its two largest units.
  static func time(_ duration: Duration) -> String {
    let seconds = Int(duration.inSeconds.rounded(.up))
    switch seconds {
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
    default: return "\(seconds / 3600) h \(seconds / 60 % 60) min"
    }
  }

  /// Formats a number with a metric prefix: 1.2 k, 3.1 M, 2.0 G.
  static func scaled(_ number: Double) -> String {
    guard number.isFinite else { return measured(number) }
    let steps = [(1e9, " G"), (1e6, " M"), (1e3, " k")]
    let (unit, prefix) = steps.first { number >= $0.0 } ?? (1, "")
    return fixed(number / unit, decimals: 1) + prefix
  }
}
