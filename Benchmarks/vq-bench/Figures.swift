import Foundation

/// Formats numbers for users.
enum Figures {
  /// Seconds, in a suitable unit.
  static func time(_ seconds: Double) -> String {
    switch seconds {
    case 1...: String(format: "%.2f s", seconds)
    case 1e-3..<1: String(format: "%.2f ms", seconds * 1e3)
    default: String(format: "%.2f us", seconds * 1e6)
    }
  }

  /// A rate, in units of 10^9 a second.
  static func giga(_ rate: Double) -> String { String(format: "%.1f", rate * 1e-9) }

  /// A fraction as a percentage.
  static func share(_ part: Double) -> String { String(format: "%.0f %%", 100 * part) }

  /// A ratio of two numbers.
  static func ratio(_ ratio: Double) -> String { String(format: "%.2f", ratio) }

  /// One line of a table: name and shape are left-aligned, numbers are right-aligned.
  static func row(_ name: String, _ shape: String, _ figures: [String]) -> String {
    let columns = figures.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }
    return name.padding(toLength: 16, withPad: " ", startingAt: 0)
      + shape.padding(toLength: 25, withPad: " ", startingAt: 0) + columns.joined()
  }
}

extension ScenarioRecord {
  static let heading = Figures.row(
    "scenario", "n x d, k",
    ["median", "minimum", "p90", "per", "GFLOP/s", "of FMA", "GB/s", "of read", "attained"])

  /// The record as a line under ``heading``.
  var line: String {
    var figures = [summary.median, summary.minimum, summary.p90].map(Figures.time) + [unit]
    if let demand, let roofline {
      let time = summary.median
      figures += [
        Figures.giga(2 * demand.multiplyAdds / time),
        Figures.share(demand.multiplyAdds / time / roofline.multiplyAddsPerSecond),
        Figures.giga(demand.bytes / time),
        Figures.share(demand.bytes / time / roofline.bytesPerSecond),
        Figures.share(roofline.attainable(demand) / time),
      ]
    }
    let row = Figures.row(name, "\(n) x \(d), \(k) \(scalar)", figures)
    return account.map { "\(row)  \($0)" } ?? row
  }
}
