import VQTestSupport
import VectorQuantization

extension GoldenFit {
  /// Sums by chunk over several tiles, by code with a large codebook, and of rows that moved.
  static let sums = several + large + moving

  /// Several tiles and chunks.
  private static let several =
    [
      Shape(5000, 2, 8), Shape(3000, 7, 12), Shape(900, 64, 9), Shape(700, 200, 4),
    ].flatMap { shape in
      [KMeans.Algorithm.lloyd, .hamerly, .automatic].flatMap { algorithm in
        [false, true].map { isWeighted in
          GoldenFit("\(algorithm) tiles", isWeighted ? .double : .float, .blobs, shape) {
            $0.isWeighted = isWeighted
            $0.search.algorithm = algorithm
            $0.search.restarts = 2
            $0.search.maximumIterations = 4
          }
        }
      }
    } + [
      // More tiles than chunks.
      GoldenFit("lloyd long-chunks", .float, .noise, Shape(400_000, 1, 2)) {
        $0.search.algorithm = .lloyd
        $0.search.maximumIterations = 2
      }
    ]

  /// Codebooks so large that sums are formed by code.
  private static let large =
    [KMeans.Algorithm.lloyd, .hamerly, .yinyang, .screening].map { algorithm in
      GoldenFit("\(algorithm) by-code", .float, .noise, Shape(620, 64, 600)) {
        $0.search.algorithm = algorithm
        $0.search.maximumIterations = 3
      }
    }
    + [KMeans.Algorithm.lloyd, .hamerly].flatMap { algorithm in
      [1, 2].map { restarts in
        let shape = Shape(restarts == 1 ? 1100 : 520, 200, 164)
        return GoldenFit("\(algorithm) by-code restarts-\(restarts)", .float, .noise, shape) {
          $0.search.algorithm = algorithm
          $0.search.restarts = restarts
          $0.search.maximumIterations = restarts == 1 ? 7 : 3
          $0.isWeighted = restarts == 2
        }
      }
    }
    + KMeans.EmptyClusters.allCases.map { rule in
      GoldenFit("lloyd by-code \(rule)", .double, .blobs, Shape(400, 200, 170)) {
        $0.starts = .far
        $0.search.emptyClusters = rule
        $0.search.maximumIterations = 3
      }
    }

  /// Long runs on noise.
  private static let moving = each([Shape(1500, 1, 30), Shape(1000, 3, 25)]) {
    shape, algorithm, scalar in
    GoldenFit("\(algorithm) long", scalar, .noise, shape) {
      $0.search.algorithm = algorithm
      $0.search.stopping = .never
      $0.search.maximumIterations = 80
    }
  }

  /// Fits that go on from a checkpoint.
  static let resumed = each([Shape(800, 1, 20), Shape(800, 3, 20)]) { shape, algorithm, scalar in
    GoldenFit("resumed \(algorithm)", scalar, .noise, shape) {
      $0.search.algorithm = algorithm
      $0.search.stopping = .centroidShift(atMost: 0)
      $0.search.restarts = scalar == .float ? 1 : 3
      $0.search.maximumIterations = scalar == .float ? 60 : 8
      $0.checkpoint = scalar == .float ? 9 : 12
      $0.isWeighted = scalar == .double
    }
  }
}
