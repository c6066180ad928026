import VectorQuantization

/// `vq-bench list`: prints the table of scenarios.
struct ListCommand {
  private let asJSON: Bool

  init(_ words: some Sequence<String>) throws(BenchError) {
    let arguments = try Arguments(words, options: [], flags: ["--json"])
    if let name = arguments.names.first { throw .usage("list takes no names; leave out \(name)") }
    asJSON = arguments.contains("--json")
  }

  func run() throws {
    let entries = Scenario.all.map(ScenarioEntry.init)
    if asJSON { return try Output.json(entries) }
    try Output.line(Figures.row("scenario", "n x d, k", ["scalar", "data", "work", "iterations"]))
    for entry in entries {
      try Output.line(
        Figures.row(
          entry.name, "\(entry.n) x \(entry.d), \(entry.k)",
          [entry.scalar, entry.data, entry.work, "\(entry.iterations)"]))
    }
  }
}
