/// The scenarios that two runs have in common.
package struct Comparison {
  /// A scenario that is in both runs.
  package struct Row {
    package let name: String
    package let first: Summary
    package let second: Summary

    /// The speed of the second run relative to the first.
    package var ratio: Double { first.median / second.median }

    /// The verdict on the second run.
    package var verdict: String {
      guard second.isBeyondNoise(of: first) else { return "within noise" }
      return ratio > 1 ? "faster" : "slower"
    }
  }

  package let rows: [Row]
  /// Names of scenarios that are in only one of the runs, or are different problems in the two.
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

  /// The comparison as text for users.
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
  /// Whether both records measure the same problem, so that they can be compared.
  fileprivate func isSameProblem(as other: ScenarioRecord) -> Bool {
    (n, d, k) == (other.n, other.d, other.k)
      && (scalar, work, unit) == (other.scalar, other.work, other.unit)
      // The times of other work are for one iteration, or do not depend on their number.
      && (work != "fit" || iterations == other.iterations)
  }
}
