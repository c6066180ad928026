internal import Foundation

/// Formatting of the numbers of an axis, all with the same number of decimals and in the same unit.
enum TickLabels {
  /// Returns the texts of ticks whose distance is a step of 1, 2 or 5 times a power of ten.
  static func texts(of ticks: [Double], step: Double) -> [String] {
    let maximum = ticks.reduce(0) { max($0, abs($1)) }
    let units = [(1e12, " T"), (1e9, " G"), (1e6, " M"), (1e3, " k")]
    if maximum >= 1e5, maximum < 1e15,
      let (unit, name) = units.first(where: { maximum >= $0.0 && step >= $0.0 / 100 })
    {
      return ticks.map { text($0 / unit, step: step / unit, unit: name) }
    }
    let digits = log10(max(maximum, step) / step)
    guard maximum >= 1e9 && digits < 9 || maximum > 0 && maximum < 1e-3 else {
      return ticks.map { text($0, step: step, unit: "") }
    }
    let exponent = Int(log10(maximum).rounded(.down))
    let unit = pow(10, Double(exponent))
    return ticks.map { text($0 / unit, step: step / unit, unit: "e\(signed(exponent))") }
  }

  private static func text(_ value: Double, step: Double, unit: String) -> String {
    if value == 0 { return "0" }
    let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
    let digits = String(format: "%.\(min(decimals, 17))f", abs(value))
    return (value < 0 ? "−" : "") + grouped(digits) + unit
  }

  private static func signed(_ exponent: Int) -> String {
    exponent < 0 ? "−\(-exponent)" : "\(exponent)"
  }

  /// Returns the digits with separated thousands, from 10,000 on.
  private static func grouped(_ digits: String) -> String {
    let parts = digits.split(separator: ".", maxSplits: 1)
    let whole = parts[0]
    guard whole.count > 4 else { return digits }
    var result = ""
    for (position, digit) in whole.enumerated() {
      if position > 0, (whole.count - position).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return parts.count == 2 ? "\(result).\(parts[1])" : result
  }
}
