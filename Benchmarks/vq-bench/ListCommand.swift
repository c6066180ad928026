import VectorQuantization

/// `vq-bench list`: the table of scenarios.
struct ListCommand {
  private let asJSON: Bool

  init(_ words: some Sequence<String>) throws(BenchError) {
    let arguments = try Arguments(words, options: [], flags: ["--json"])
    if let name = arguments.names.first { throw .usage("list takes no names, and \(name) is one") }
    asJSON = arguments.contains("--json")
  }

  func run() throws {
    let entries = Scenario.all.map(Entry.init)
    if asJSON { return try Output.json(entries) }
    try Output.line(Figures.row("scenario", "n x d, k", ["scalar", "data", "work", "iterations"]))
    for entry in entries {
      try Output.line(
        Figures.row(
          entry.name, "\(entry.n) x \(entry.d), \(entry.k)",
          [entry.scalar, entry.data, entry.work, "\(entry.iterations)"]))
    }
  }

  /// A scenario as the peer harness reads it.
  private struct Entry: Encodable {
    let name: String
    let n: Int
    let d: Int
    let k: Int
    let scalar: String
    let data: String
    let work: String
    let unit: String
    let iterations: Int
    /// How many restarts, where there are some.
    var restarts: Int?
    /// How centroids are chosen, where that is the work.
    var initialization: String?
    /// Which call, where that is the work.
    var call: String?

    init(_ scenario: Scenario) {
      name = scenario.name
      (n, d, k) = (scenario.n, scenario.d, scenario.k)
      scalar = scenario.scalar.rawValue
      data = scenario.data.name
      work = scenario.work.name
      unit = scenario.work.unit
      iterations = scenario.iterations
      switch scenario.work {
      case .restarts(let count), .search(let count): restarts = count
      case .seed(let rule): initialization = rule.rawValue
      case .call(let call): self.call = call.rawValue
      case .iterate, .assign: break
      }
    }
  }
}
