import Foundation
import VectorQuantization

/// `vq-bench strategies [SHAPE...]`: times every algorithm on a grid of problems.
///
/// The automatic choice is timed too; it should be as fast as the best algorithm.
struct StrategiesCommand {
  private let shapes: [GridShape]
  private let settings: Settings
  private let json: String?

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(words, options: Settings.options.union(["--json"]))
    if arguments.contains("--algorithm") {
      throw BenchError.usage("strategies times every algorithm, and takes no --algorithm")
    }
    shapes = try GridShape.selected(by: arguments.names)
    settings = try Settings(arguments, repeats: 5)
    json = arguments.text("--json")
    // Checked before the work, so that its results are not lost.
    if let json { try BenchmarkFile.checkWritable(json) }
  }

  func run() throws {
    let date = Date.now.formatted(.iso8601)
    try Output.line(
      "kernels \(settings.kernels.name), workers \(settings.workers), "
        + "repeats \(settings.repeats); \(GridShape.iterations) iterations")
    try Output.line(StrategyRecord.heading)
    var records: [StrategyRecord] = []
    for shape in shapes {
      let record =
        switch shape.scalar {
        case .f32: try record(of: shape, as: Float.self)
        case .f64: try record(of: shape, as: Double.self)
        }
      try Output.line(record.line)
      records.append(record)
    }
    let verdict = StrategyVerdict(of: records)
    try Output.line(verdict.text(shapeCount: records.count))
    if let json {
      let file = StrategiesFile(
        date: date, kernels: settings.kernels.name, workers: settings.workers,
        repeats: settings.repeats, shapes: records, worstRatio: verdict.worst?.ratio,
        exceeding: verdict.exceeding)
      try BenchmarkFile.write(file, to: json)
    }
    if !verdict.differing.isEmpty {
      throw BenchError.failure(
        "ALGORITHMS DIFFER, and all must find the same codes, centroids and inertia: "
          + verdict.differing.joined(separator: "; "))
    }
  }

  private func record<Scalar: VectorScalar>(
    of shape: GridShape, as type: Scalar.Type
  ) throws -> StrategyRecord {
    let observations: Matrix<Scalar> = try shape.data.observations(shape.n, shape.d)
    let start = observations.drawnRows(shape.k)
    // The automatic choice comes last, as the record requires.
    let candidates = KMeans.Algorithm.allCases.filter { $0 != .automatic } + [.automatic]
    var contests: [Contest<Scalar>] = []
    for algorithm in candidates {
      // The first run starts the threads, and shows whether the algorithm supports such
      // observations.
      guard let first = try sampleIfAdmitted(algorithm, observations, from: start) else { continue }
      contests.append(Contest(algorithm, first))
    }
    // Algorithms take turns, so that slow changes of the machine's speed affect all of them
    // equally.
    for _ in 0..<settings.repeats {
      for index in contests.indices {
        try contests[index].take(
          sample(contests[index].algorithm, observations, from: start, atLeast: 0.05))
      }
    }
    return StrategyRecord(
      of: shape, timings: contests.map { $0.timing(beside: contests[0]) })
  }

  /// One fit; `nil` if the algorithm does not support such observations.
  private func sampleIfAdmitted<Scalar: VectorScalar>(
    _ algorithm: KMeans.Algorithm, _ observations: Matrix<Scalar>, from start: Matrix<Scalar>
  ) throws(ClusteringError) -> Sample<Scalar>? {
    do {
      return try sample(algorithm, observations, from: start)
    } catch .invalidOption(.algorithm, value: _, allowed: _) {
      return nil
    }
  }

  private func sample<Scalar: VectorScalar>(
    _ algorithm: KMeans.Algorithm, _ observations: Matrix<Scalar>, from start: Matrix<Scalar>,
    atLeast minimum: Double = 0
  ) throws(ClusteringError) -> Sample<Scalar> {
    let workload = Workload(
      on: observations.span, startingFrom: start, work: .fit, iterations: GridShape.iterations,
      search: settings.search(clusterCount: start.rowCount, algorithm: algorithm))
    return try workload.sample(atLeast: minimum)
  }
}
