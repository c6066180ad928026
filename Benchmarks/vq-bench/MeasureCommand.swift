import VQFormats
import VectorQuantization

/// `vq-bench measure`: times one kind of work on one file in process, for the peer harness.
struct MeasureCommand {
  private let observations: String
  private let centroids: String?
  private let output: String?
  private let clusterCount: Int?
  private let iterations: Int
  private let work: Work
  private let seed: UInt64
  private let minimum: Double
  private let measuresRoofline: Bool
  private let settings: Settings

  init(_ words: some Sequence<String>) throws {
    let arguments = try Arguments(
      words,
      options: Settings.options.union([
        "--observations", "--centroids", "--clusters", "--iterations", "--work", "--init",
        "--seed", "--restarts", "--call", "--output", "--min-time",
      ]),
      flags: ["--roofline"])
    if let name = arguments.names.first {
      throw BenchError.usage("measure takes only options; leave out \(name)")
    }
    observations = try arguments.required("--observations")
    centroids = arguments.text("--centroids")
    output = arguments.text("--output")
    measuresRoofline = arguments.contains("--roofline")
    clusterCount = try arguments.integer("--clusters")
    iterations = try arguments.integer("--iterations") ?? 10
    work = try Work(arguments)
    guard let seed = UInt64(arguments.text("--seed") ?? "1") else {
      throw BenchError.usage("--seed must be a whole number from 0")
    }
    self.seed = seed
    minimum = try arguments.seconds("--min-time") ?? 0
    settings = try Settings(arguments, repeats: 1)
    if let objection = settings.objection(to: work) { throw BenchError.usage(objection) }
    if work.needsCentroids && centroids == nil {
      throw BenchError.usage("--work \(work.name) needs --centroids")
    }
    if clusterCount == nil && centroids == nil {
      throw BenchError.usage("give --clusters or --centroids")
    }
  }

  func run() throws {
    // The file is mapped, as in a program that has its data in a file.
    let file = try ObservationFile(opening: observations)
    switch file.elementType {
    case .float32: try measure(file.span(as: Float.self))
    default: try measure(file.span(as: Double.self))
    }
  }

  private func measure<Scalar: VectorScalar>(_ observations: MatrixSpan<Scalar>) throws {
    let start = try centroids.map(Matrix<Scalar>.init(converting:))
    var search = settings.search(clusterCount: start?.rowCount ?? clusterCount ?? 1)
    search.seed = seed
    let workload = Workload(
      on: observations, startingFrom: start, work: work, iterations: iterations, search: search)

    // The first run reads the pages of the file from disk, and starts the threads.
    try workload.warmUp()
    var samples: [Sample<Scalar>] = []
    for _ in 0..<settings.repeats { try samples.append(workload.sample(atLeast: minimum)) }
    let last = samples[samples.count - 1]
    try write(last)
    let clustering = last.clustering
    try Output.json(
      Measurement(
        seconds: samples.map(\.seconds), inertia: clustering?.inertia,
        iterations: clustering?.iterations, emptyClusters: clustering?.emptyClusters.count,
        kernels: settings.kernels.name, workers: settings.workers,
        algorithm: search.algorithm.rawValue,
        demand: Demand(
          of: work, n: observations.rowCount, d: observations.columnCount, k: search.clusterCount,
          scalarSize: MemoryLayout<Scalar>.size, iterations: last.iterationCount ?? iterations),
        roofline: roofline(of: Scalar.self)))
  }

  private func write<Scalar: VectorScalar>(_ sample: Sample<Scalar>) throws {
    guard let output else { return }
    if let clustering = sample.clustering {
      try NPYWriter.stage(clustering.codebook.centroids.span, replacing: output).commit()
    } else if let codes = sample.codes {
      try NPYWriter.stage(codes.span, replacing: output).commit()
    }
  }

  private func roofline<Scalar: VectorScalar>(of type: Scalar.Type) -> Roofline? {
    guard measuresRoofline else { return nil }
    var roofline = Roofline()
    let memory = ReadBandwidth()
    for _ in 0..<3 {
      roofline.measure(
        for: type, workers: settings.workers, kernels: settings.kernels, memory: memory)
    }
    return roofline
  }
}

/// The output of `measure`.
private struct Measurement: Encodable {
  /// The time of each repeat.
  let seconds: [Double]
  let inertia: Double?
  let iterations: Int?
  let emptyClusters: Int?
  let kernels: String
  let workers: Int
  let algorithm: String
  let demand: Demand?
  let roofline: Roofline?
}

extension Work {
  /// The kind of work that `--work` names, with its options.
  fileprivate init(_ arguments: Arguments) throws(BenchError) {
    let name = arguments.text("--work") ?? "iterate"
    switch name {
    case "iterate": self = .iterate
    case "fit": self = .fit
    case "assign": self = .assign
    case "seed":
      self = .seed(try arguments.choice("--init", of: KMeans.Initialization.self) ?? .plusPlus)
    case "restarts": self = .restarts(try arguments.integer("--restarts") ?? 10)
    case "search": self = .search(restarts: try arguments.integer("--restarts") ?? 20)
    case "call": self = .call(try arguments.choice("--call", of: SmallCall.self) ?? .vq)
    default:
      throw .usage(
        "--work is \"\(name)\"; it must be one of "
          + "iterate, fit, assign, seed, restarts, search, call")
    }
  }
}
