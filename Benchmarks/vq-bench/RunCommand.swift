import Foundation
import VectorQuantization

/// `vq-bench [SCENARIO...]`: times scenarios, and prints their share of the machine's peak rates.
struct RunCommand {
  private let scenarios: [Scenario]
  private let settings: Settings
  private let data: String?
  private let json: String?
  private let memory = ReadBandwidth()

  /// Faster work is repeated and averaged, because clock and scheduler have errors of microseconds.
  private static let minimumSeconds = 0.2

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(
      words, options: Settings.options.union(["--data", "--json"]))
    scenarios = try Scenario.selected(by: arguments.names)
    settings = try Settings(arguments, repeats: 5)
    data = arguments.text("--data")
    json = arguments.text("--json")
    // Checked before the work, so that its results are not lost.
    if let json { try BenchmarkFile.checkWritable(json) }
  }

  func run() throws {
    let date = Date.now.formatted(.iso8601)
    try Output.line(
      "kernels \(settings.kernels.name), workers \(settings.workers), repeats \(settings.repeats)")
    try Output.line(ScenarioRecord.heading)
    var records: [ScenarioRecord] = []
    for scenario in scenarios {
      let path = scenario.dataFile(in: data)
      if let objection = objection(to: scenario, from: path) {
        try Output.line(Figures.row(scenario.name, "", []) + "skipped: " + objection)
        continue
      }
      let record =
        switch scenario.scalar {
        case .f32: try record(of: scenario, as: Float.self, from: path)
        case .f64: try record(of: scenario, as: Double.self, from: path)
        }
      try Output.line(record.line)
      records.append(record)
    }
    guard let json else { return }
    try BenchmarkFile(
      date: date, kernels: settings.kernels.name, workers: settings.workers, scenarios: records
    ).write(to: json)
  }

  /// The reason why a scenario cannot be timed, if any.
  private func objection(to scenario: Scenario, from path: String?) -> String? {
    if case .file(let name) = scenario.data, path == nil {
      return "\(data ?? "--data DIR")/\(name).npy is not there"
    }
    return settings.objection(to: scenario.work)
  }

  private func record<Scalar: VectorScalar>(
    of scenario: Scenario, as type: Scalar.Type, from path: String?
  ) throws -> ScenarioRecord {
    let observations = try scenario.observations(of: type, from: path)
    let search = settings.search(clusterCount: scenario.k, algorithm: scenario.algorithm)
    let workload = try Workload(
      on: observations.span, startingFrom: scenario.start(in: observations, search: search),
      work: scenario.work, iterations: scenario.iterations, search: search)

    try workload.warmUp()
    var roofline = Roofline()
    var samples: [Sample<Scalar>] = []
    for _ in 0..<settings.repeats {
      roofline.measure(
        for: type, workers: settings.workers, kernels: settings.kernels, memory: memory)
      try samples.append(workload.sample(atLeast: Self.minimumSeconds))
    }
    return ScenarioRecord(
      of: scenario, algorithm: search.algorithm.rawValue, samples: samples, roofline: roofline)
  }
}
