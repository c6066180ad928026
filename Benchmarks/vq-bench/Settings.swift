import VectorQuantization

/// The options that all measuring commands have in common.
struct Settings {
  static let options: Set<String> = ["--workers", "--kernels", "--algorithm", "--repeats"]

  let workers: Int
  let kernels: KernelSet
  /// Whether an option names the kernel set.
  private let namesKernels: Bool
  /// `nil` means the scenario's own algorithm.
  let algorithm: KMeans.Algorithm?
  let repeats: Int

  init(_ arguments: Arguments, repeats: Int) throws {
    workers = try arguments.integer("--workers") ?? KMeans(clusterCount: 1).workerLimit
    kernels = try arguments.text("--kernels").map(KernelSet.init(named:)) ?? .preferred()
    namesKernels = arguments.contains("--kernels")
    algorithm = try arguments.choice("--algorithm", of: KMeans.Algorithm.self)
    self.repeats = try arguments.integer("--repeats") ?? repeats
  }

  /// The reason why some work cannot run with these settings, if any.
  func objection(to work: Work) -> String? {
    guard case .call = work, namesKernels else { return nil }
    return "small calls take their kernel set from VQ_KERNELS and not from --kernels"
  }

  /// A `KMeans` configuration with these settings.
  func search(clusterCount: Int, algorithm: KMeans.Algorithm = .automatic) -> KMeans {
    return KMeans(
      clusterCount: clusterCount, algorithm: self.algorithm ?? algorithm, initialization: .points,
      seed: 1, workers: workers, kernels: kernels)
  }
}
