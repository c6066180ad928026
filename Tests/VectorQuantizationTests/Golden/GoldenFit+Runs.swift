import VQTestSupport
import VectorQuantization

extension GoldenFit {
  /// Each rule for empty clusters, with each algorithm, and starts that leave a third of them empty.
  static let emptyClusters = KMeans.EmptyClusters.allCases.flatMap { rule in
    KMeans.Algorithm.allCases.map { algorithm in
      GoldenFit("\(algorithm) \(rule)", .float, .blobs, Shape(500, 1, 12)) {
        $0.search.algorithm = algorithm
        $0.search.emptyClusters = rule
        $0.starts = .far
      }
    }
      + KMeans.Algorithm.cases(columns: 5).map { algorithm in
        GoldenFit("\(algorithm) \(rule)", .double, .blobs, Shape(500, 5, 12)) {
          $0.search.algorithm = algorithm
          $0.search.emptyClusters = rule
          $0.starts = .far
          $0.isWeighted = true
        }
      }
      + (0..<3).map { seed in
        GoldenFit("lloyd \(rule) seed-\(seed)", .float, .noise, Shape(150, 2, 60)) {
          $0.search.emptyClusters = rule
          $0.search.seed = UInt64(seed)
          $0.search.initialization = .gaussian
        }
      }
  }

  /// Each way to choose starting centroids.
  static let starts =
    KMeans.Initialization.allCases.flatMap { initialization in
      ScalarKind.allCases.flatMap { scalar in
        [1, 3].map { restarts in
          GoldenFit("\(initialization) restarts-\(restarts)", scalar, .blobs, Shape(700, 4, 15)) {
            $0.search.initialization = initialization
            $0.search.restarts = restarts
            $0.search.maximumIterations = 3
            $0.isWeighted = restarts == 3
          }
        }
      } + [
        GoldenFit("\(initialization)", .float, .duplicates, Shape(300, 3, 12)) {
          $0.search.initialization = initialization
        },
        GoldenFit("\(initialization)", .double, .scaled(1e300), Shape(300, 3, 6)) {
          $0.search.initialization = initialization
        },
        GoldenFit("\(initialization) one-feature", .float, .noise, Shape(800, 1, 60)) {
          $0.search.initialization = initialization
          $0.search.maximumIterations = 2
        },
      ]
    }
    + ScalarKind.allCases.flatMap { scalar in
      [false, true].map { isWeighted in
        GoldenFit("automatic sampled", scalar, .blobs, Shape(2500, 3, 20)) {
          $0.search.initialization = .automatic
          $0.search.resources.seedingSample = 1000
          $0.search.maximumIterations = 2
          $0.isWeighted = isWeighted
        }
      } + [
        GoldenFit("parallel few-pairs", scalar, .blobs, Shape(1500, 5, 30)) {
          $0.search.initialization = .parallel
          $0.search.resources.seedingPairs = 3000
          $0.search.maximumIterations = 2
        },
        GoldenFit("given", scalar, .noise, Shape(600, 4, 10)) { $0.starts = .rows },
        GoldenFit("given restarts-3", scalar, .noise, Shape(600, 4, 10)) {
          $0.starts = .rows
          $0.search.restarts = 3
        },
      ]
    }

  /// Each stopping rule with one and several restarts, compared by either figure; and fits that keep
  /// the last assignment.
  static let stops =
    [
      ("shift", KMeans.Stopping.centroidShift(atMost: 2e-3)),
      ("distortion", .distortionChange(atMost: 500)), ("never", .never),
    ].flatMap { name, stopping in
      [KMeans.Preference.inertia, .distortion].flatMap { preference in
        [1, 3].flatMap { restarts in
          [KMeans.Algorithm.lloyd, .hamerly].map { algorithm in
            GoldenFit(
              "\(name) by-\(preference) restarts-\(restarts) \(algorithm)", .float, .noise,
              Shape(500, 3, 12)
            ) {
              $0.search.stopping = stopping
              $0.search.preference = preference
              $0.search.restarts = restarts
              $0.search.algorithm = algorithm
              $0.search.maximumIterations = 40
            }
          }
        }
      }
    }
    + each([Shape(500, 1, 12), Shape(500, 3, 12)]) { shape, algorithm, scalar in
      GoldenFit("keeps-last \(algorithm)", scalar, .noise, shape) {
        $0.keepsLastAssignment = true
        $0.search.algorithm = algorithm
        $0.search.emptyClusters = .keep
        // The second run converges before its limit.
        $0.search.maximumIterations = scalar == .float ? 3 : 100
        $0.search.restarts = scalar == .float ? 1 : 2
      }
    }
}
