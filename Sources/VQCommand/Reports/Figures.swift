internal import Foundation
internal import VQPlot

/// How numbers are written for people.
enum Figures {
  /// A count, its thousands set apart.
  static func grouped(_ count: Int) -> String {
    Numbers.grouped(count)
  }

  /// A count of something, its thousands set apart.
  static func counted(_ count: Int, _ thing: String) -> String {
    "\(grouped(count)) \(thing)\(count == 1 ? "" : "s")"
  }

  /// A measured number, to so many significant digits or its last whole one.
  static func measured(_ number: Double, digits: Int = 6) -> String {
    guard number.isFinite else { return number.isNaN ? "undefined" : "infinite" }
    guard number != 0 else { return "0" }
    let exponent = Int(log10(number.magnitude).rounded(.down))
    // Beyond these limits a power of ten is clearer than a row of zeros.
    guard (-4...14).contains(exponent) else {
      return String(format: "%.\(digits - 1)e", number)
    }
    return fixed(number, decimals: max(0, digits - 1 - exponent))
  }

  /// A number with so many digits after the point.
  static func fixed(_ number: Double, decimals: Int) -> String {
    String(format: "%.\(decimals)f", number)
  }

  /// A number of bytes with the unit of its size, as ``Option`` reads it.
  static func bytes(_ count: Int) -> String {
    let units = [(40, "T"), (30, "G"), (20, "M"), (10, "K")]
    let (power, letter) = units.first { count >= 1 << $0.0 } ?? (0, "")
    if power == 0 { return "\(count)" }
    // Upwards, so that as much is enough.
    let tenths = (Double(count) / Double(1 << power) * 10).rounded(.up) / 10
    return fixed(tenths, decimals: 1) + letter
  }

  /// A time in its two largest units.
  static func time(_ duration: Duration) -> String {
    let seconds = Int(duration.inSeconds.rounded(.up))
    switch seconds {
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
    default: return "\(seconds / 3600) h \(seconds / 60 % 60) min"
    }
  }

  /// A number with the prefix of its size: 1.25 k, 3.1 M, 2 G.
  static func scaled(_ number: Double) -> String {
    guard number.isFinite else { return measured(number) }
    let steps = [(1e9, " G"), (1e6, " M"), (1e3, " k")]
    let (unit, prefix) = steps.first { number >= $0.0 } ?? (1, "")
    return fixed(number / unit, decimals: 1) + prefix
  }
}
