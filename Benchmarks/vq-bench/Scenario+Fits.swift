import VectorQuantization

extension Scenario {
  /// Whole fits: the time that a user waits for.
  ///
  /// They include the one-time costs of a fit, and the late iterations in which few observations
  /// move.
  static let fits =
    photographs + embeddings + extremes + randomStarts

  private static let photographs = [
    Scenario(
      name: "patch192-25", n: 120_000, d: 192, k: 1024, scalar: .f32, data: .file("patch192"),
      work: .fit, iterations: 25),
    Scenario(
      name: "patch192d-25", n: 120_000, d: 192, k: 1024, scalar: .f64, data: .file("patch192"),
      work: .fit, iterations: 25),
    Scenario(
      name: "patch48-25", n: 400_000, d: 48, k: 512, scalar: .f32, data: .file("patch48"),
      work: .fit, iterations: 25),
    Scenario(
      name: "pixels-25", n: 546_560, d: 3, k: 256, scalar: .f32, data: .file("pixels"), work: .fit,
      iterations: 25),
    Scenario(
      name: "pixelsd-25", n: 546_560, d: 3, k: 256, scalar: .f64, data: .file("pixels"), work: .fit,
      iterations: 25),
  ]

  private static let embeddings = [
    Scenario(
      name: "minilm-25", n: 24_000, d: 384, k: 1000, scalar: .f32, data: .file("minilm"),
      work: .fit, iterations: 25),
    Scenario(
      name: "sentences-25", n: 30_000, d: 384, k: 1000, scalar: .f32, data: .file("sentences"),
      work: .fit, iterations: 25),
    Scenario(
      name: "sift-25", n: 200_000, d: 128, k: 1024, scalar: .f32, work: .fit, iterations: 25),
    Scenario(
      name: "siftd-25", n: 200_000, d: 128, k: 1024, scalar: .f64, work: .fit, iterations: 25),
    Scenario(
      name: "embed-25", n: 60_000, d: 768, k: 1024, scalar: .f32, work: .fit, iterations: 25),
  ]

  /// Fits from observations drawn at random, in which centroids move far.
  private static let randomStarts = ["sentences-25", "sift-25", "embed-25", "bigk"].flatMap {
    name in
    (embeddings + extremes).filter { $0.name == name }.map { scenario in
      Scenario(
        name: "\(name)-random", n: scenario.n, d: scenario.d, k: scenario.k,
        scalar: scenario.scalar, data: scenario.data, work: .fit, startsAtRandom: true,
        iterations: scenario.iterations)
    }
  }

  /// Extreme numbers of observations, clusters and iterations, and data without clusters.
  private static let extremes = [
    Scenario(
      name: "map-1000", n: 4_000_000, d: 2, k: 1000, scalar: .f32, work: .fit, iterations: 100),
    Scenario(name: "bigk", n: 200_000, d: 64, k: 8192, scalar: .f32, work: .fit, iterations: 10),
    Scenario(name: "long", n: 1_000_000, d: 16, k: 100, scalar: .f32, work: .fit, iterations: 300),
    Scenario(
      name: "noise", n: 200_000, d: 128, k: 1024, scalar: .f32, data: .uniform, work: .fit,
      iterations: 25),
  ]
}
