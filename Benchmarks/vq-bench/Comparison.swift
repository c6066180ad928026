/// The scenarios that two runs have in common, side by side.
package struct Comparison {
  /// One scenario in both.
  package struct Row {
    package let name: String
    package let first: Summary
    package let second: Summary

    /// How many times as quick the second run is.
    package var ratio: Double { first.median / second.median }

    /// What can be said of the second run.
    package var verdict: String {
      guard second.isBeyondNoise(of: first) else { return "within noise" }
      return ratio > 1 ? "faster" : "slower"
    }
  }

  package let rows: [Row]
  /// Names of scenarios that only one of the runs has, or that mean another problem in each.
  package let unmatched: [String]

  package init(_ first: BenchmarkFile, _ second: BenchmarkFile) {
    var rows: [Row] = []
    var unmatched: [String] = []
    for record in first.scenarios {
      let match = second.scenarios.first { $0.name == record.name }
      if let match, match.isSameProblem(as: record) {
        rows.append(Row(name: record.name, first: record.summary, second: match.summary))
      } else {
        unmatched.append(record.name)
      }
    }
    let names = first.scenarios.map(\.name)
    unmatched += second.scenarios.map(\.name).filter { !names.contains($0) }
    self.rows = rows
    self.unmatched = unmatched
  }

  /// The comparison, for people.
  package var text: String {
    let heading = Figures.row("scenario", "", ["first", "second", "ratio", ""])
    let lines = rows.map { row in
      let medians = [row.first.median, row.second.median].map(Figures.time)
      return Figures.row(row.name, "", medians + [Figures.ratio(row.ratio)]) + "  " + row.verdict
    }
    let rest = unmatched.isEmpty ? [] : ["not in both: " + unmatched.joined(separator: ", ")]
    return ([heading] + lines + rest).joined(separator: "\n")
  }
}

extension ScenarioRecord {
  /// Whether the figures of both are about one problem, so that they may be compared.
  fileprivate func isSameProblem(as other: ScenarioRecord) -> Bool {
    (n, d, k) == (other.n, other.d, other.k)
      && (scalar, work, unit) == (other.scalar, other.work, other.unit)
      // Of other work the figure is that of one iteration, or does not count them.
      && (work != "fit" || iterations == other.iterations)
  }
}
