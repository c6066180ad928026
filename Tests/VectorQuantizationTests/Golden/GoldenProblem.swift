import VQTestSupport
import VectorQuantization

/// A small problem whose result must keep its bits.
struct GoldenProblem: Sendable {
  /// The name of its line in the golden file.
  let name: String
  /// Solves the problem and hashes the result.
  let hash: @Sendable (GoldenSetting) throws -> GoldenHash

  /// All problems, in the order of the golden file.
  static let all = fits.map(\.problem) + functions + blocks

  private static let fits =
    GoldenFit.algorithms + GoldenFit.chosen + GoldenFit.ties + GoldenFit.emptyClusters
    + GoldenFit.starts
    + GoldenFit.stops + GoldenFit.magnitudes + GoldenFit.forms + GoldenFit.memory
    + GoldenFit.sums + GoldenFit.resumed + GoldenFit.errors
}

/// What a result must not depend on.
struct GoldenSetting: Sendable {
  let workers: Int
  /// `nil` means the preferred set.
  let kernels: KernelSet?

  /// Every problem is solved with each of these.
  static let whole = [1, 4].map { GoldenSetting(workers: $0, kernels: nil) }

  /// A share of the problems is solved with each of these.
  static let kernelSets = KernelSet.available.map { GoldenSetting(workers: 1, kernels: $0) }
}
