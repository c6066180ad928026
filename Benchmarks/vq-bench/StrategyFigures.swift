extension StrategyRecord {
  static let heading =
    Figures.row(
      "data", "n x d, k", ["best", "automatic", "ratio"]) + "  every algorithm"

  /// The record as a line under ``heading``.
  var line: String {
    let automatic = timings[timings.count - 1]
    let fixed = timings.dropLast()
    let minimum = fixed.map(\.median).min() ?? automatic.median
    let row = Figures.row(
      data, "\(n) x \(d), \(k) \(scalar)",
      [Figures.time(minimum), Figures.time(automatic.median), Figures.ratio(ratio)])
    let times = fixed.map { timing in
      "\(timing.algorithm)\(timing.algorithm == best ? "*" : "") \(Figures.time(timing.median))"
    }
    let alarm = differing.isEmpty ? "" : "  DIFFERS: \(differing.joined(separator: ", "))"
    return "\(row)  \(times.joined(separator: ", ")); \(automatic.account)\(alarm)"
  }
}

extension StrategyVerdict {
  /// The verdict as text for users.
  func text(shapeCount: Int) -> String {
    guard let worst else { return "nothing was timed" }
    return "automatic / best: worst \(Figures.ratio(worst.ratio)) (\(worst.name)); "
      + "\(exceeding) of \(shapeCount) exceed \(Figures.ratio(Self.tolerated))"
  }
}
