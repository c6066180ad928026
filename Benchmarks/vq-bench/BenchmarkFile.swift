import Foundation

/// The contents of the file that a run of `vq-bench` writes with `--json`, and that `compare`
/// reads.
package struct BenchmarkFile: Codable, Equatable {
  /// Distinguishes the file from other JSON.
  package static let format = "vq-bench 1"

  package var format = BenchmarkFile.format
  /// The start of the run, in ISO 8601 notation.
  package let date: String
  package let kernels: String
  package let workers: Int
  package let scenarios: [ScenarioRecord]

  package init(date: String, kernels: String, workers: Int, scenarios: [ScenarioRecord]) {
    self.date = date
    self.kernels = kernels
    self.workers = workers
    self.scenarios = scenarios
  }

  /// Reads a file.
  package init(reading path: String) throws(BenchError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .failure("cannot read \(path); give a file that vq-bench --json wrote")
    }
    guard let file = try? JSONDecoder().decode(BenchmarkFile.self, from: data),
      file.format == Self.format
    else { throw .failure("\(path) is not a file that vq-bench --json wrote") }
    self = file
  }

  /// Writes the file.
  package func write(to path: String) throws(BenchError) {
    try Self.write(self, to: path)
  }

  /// Writes any results as JSON.
  static func write(_ value: some Encodable, to path: String) throws(BenchError) {
    do {
      let data = try Output.encoded(value)
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Self.unwritable(path)
    }
  }

  /// Fails if the folder of the file does not exist.
  package static func checkWritable(_ path: String) throws(BenchError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: folder) else { throw unwritable(path) }
  }

  private static func unwritable(_ path: String) -> BenchError {
    .failure("cannot write \(path); give a path in a folder that exists and can be written")
  }
}

/// The measurements of one scenario.
package struct ScenarioRecord: Codable, Equatable {
  package let name: String
  package let work: String
  package let unit: String
  package let n: Int
  package let d: Int
  package let k: Int
  package let scalar: String
  package let algorithm: String
  package let iterations: Int
  /// The time of each repeat, in seconds.
  package let seconds: [Double]
  package let summary: Summary
  /// What ran in the last repeat, if a whole fit was timed.
  package let account: String?
  /// The minimum work of a dense method, and the rates of the machine; absent if they give no
  /// bound.
  package let demand: Demand?
  package let roofline: Roofline?

  package init(
    name: String, work: String, unit: String, n: Int, d: Int, k: Int, scalar: String,
    algorithm: String, iterations: Int, seconds: [Double],
    account: String? = nil, demand: Demand? = nil, roofline: Roofline? = nil
  ) {
    self.name = name
    self.work = work
    self.unit = unit
    (self.n, self.d, self.k) = (n, d, k)
    self.scalar = scalar
    self.algorithm = algorithm
    self.iterations = iterations
    self.seconds = seconds
    summary = Summary(of: seconds)
    self.account = account
    self.demand = demand
    self.roofline = roofline
  }

  init<Scalar>(
    of scenario: Scenario, algorithm: String, samples: [Sample<Scalar>], roofline: Roofline?
  ) {
    let last = samples.last
    let demand = scenario.demand(iterations: last?.iterationCount)
    self.init(
      name: scenario.name, work: scenario.work.name, unit: scenario.work.unit, n: scenario.n,
      d: scenario.d, k: scenario.k, scalar: scenario.scalar.rawValue, algorithm: algorithm,
      iterations: scenario.iterations, seconds: samples.map(\.seconds),
      account: scenario.work == .fit ? last?.clustering?.account : nil, demand: demand,
      roofline: demand == nil ? nil : roofline)
  }
}
