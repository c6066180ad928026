import VectorQuantization

extension Scenario {
  /// The table of scenarios, which the peer harness also reads (`vq-bench list --json`).
  package static let all: [Scenario] =
    iterations + fits + searches + [
      Scenario(
        name: "assign-sift", n: 200_000, d: 128, k: 1024, scalar: .f32, work: .assign),
      Scenario(
        name: "assign-palette", n: 1_000_000, d: 3, k: 256, scalar: .f32, work: .assign),
    ] + smallCalls

  private static let iterations = [
    Scenario(name: "palette", n: 1_000_000, d: 3, k: 256, scalar: .f32, iterations: 10),
    Scenario(
      name: "pixels", n: 546_560, d: 3, k: 256, scalar: .f32, data: .file("pixels"),
      iterations: 6),
    Scenario(
      name: "pixels64", n: 546_560, d: 3, k: 256, scalar: .f64, data: .file("pixels"),
      iterations: 6),
    Scenario(name: "map", n: 4_000_000, d: 2, k: 64, scalar: .f64, iterations: 10),
    Scenario(name: "few", n: 4_000_000, d: 8, k: 8, scalar: .f32, iterations: 10),
    Scenario(name: "mid", n: 1_000_000, d: 16, k: 100, scalar: .f32, iterations: 10),
    Scenario(name: "mid64", n: 1_000_000, d: 16, k: 100, scalar: .f64, iterations: 10),
    Scenario(name: "d32", n: 500_000, d: 32, k: 256, scalar: .f32, iterations: 10),
    Scenario(name: "sift", n: 200_000, d: 128, k: 1024, scalar: .f32, iterations: 5),
    Scenario(name: "embed", n: 60_000, d: 768, k: 1024, scalar: .f32, iterations: 3),
    Scenario(
      name: "patches", n: 133_140, d: 192, k: 256, scalar: .f32, data: .file("patches"),
      iterations: 5),
    Scenario(name: "line", n: 1_000_000, d: 1, k: 100, scalar: .f64, iterations: 100),
  ]

  private static let searches = [
    Scenario(
      name: "restarts", n: 100_000, d: 16, k: 20, scalar: .f32, work: .restarts(10),
      iterations: 20),
    Scenario(
      name: "restarts-scipy", n: 100_000, d: 16, k: 20, scalar: .f32,
      work: .search(restarts: 20)),
    Scenario(
      name: "seed-plain", n: 200_000, d: 64, k: 1000, scalar: .f32, work: .seed(.plusPlus)),
    Scenario(
      name: "seed-greedy", n: 200_000, d: 64, k: 1000, scalar: .f32,
      work: .seed(.greedyPlusPlus)),
    Scenario(
      name: "seed8-plain", n: 1_000_000, d: 8, k: 256, scalar: .f32, work: .seed(.plusPlus)),
    Scenario(
      name: "seed8-greedy", n: 1_000_000, d: 8, k: 256, scalar: .f32,
      work: .seed(.greedyPlusPlus)),
  ]

  private static let smallCalls = SmallCall.allCases.map { call in
    Scenario(
      name: "tiny-\(call.rawValue)", n: 150, d: 4, k: 3, scalar: .f64, data: .file("flowers"),
      work: .call(call), iterations: 10)
  }
}
