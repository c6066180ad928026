import VQTestSupport
import VectorQuantization

extension GoldenFit {
  /// Every algorithm, both scalars, from 1 to 200 features.
  static let algorithms = each([
    Shape(900, 1, 9), Shape(900, 2, 20), Shape(800, 3, 30), Shape(600, 7, 23), Shape(400, 16, 40),
    Shape(250, 64, 17), Shape(120, 200, 5),
  ]) { shape, algorithm, scalar in
    GoldenFit("\(algorithm)", scalar, .blobs, shape) { $0.search.algorithm = algorithm }
  }

  /// Shapes for which ``KMeans/Algorithm/automatic`` takes filtering or bounds, and observations for
  /// which a screen pays.
  static let chosen =
    [
      GoldenFit("automatic filters", .float, .blobs, Shape(3300, 2, 100)) {
        $0.search.restarts = 2
      },
      GoldenFit("automatic filters", .double, .noise, Shape(3300, 3, 100)) {
        $0.search.restarts = 2
        $0.isWeighted = true
      },
      GoldenFit("automatic prunes", .float, .noise, Shape(6600, 5, 1400)) {
        $0.search.maximumIterations = 4
      },
    ]
    + [KMeans.Algorithm.lloyd, .screening].flatMap { algorithm in
      ScalarKind.allCases.flatMap { scalar in
        [false, true].map { isWeighted in
          GoldenFit("\(algorithm)", scalar, .shrinking, Shape(500, 48, 40)) {
            $0.search.algorithm = algorithm
            $0.search.restarts = isWeighted ? 2 : 1
            $0.isWeighted = isWeighted
          }
        }
      }
    }

  /// Every algorithm where distances tie or centroids coincide.
  static let ties =
    each([Shape(500, 1, 12), Shape(500, 3, 25)]) { shape, algorithm, scalar in
      GoldenFit("\(algorithm)", scalar, shape.columns == 1 ? .bytes : .lattice, shape) {
        $0.search.algorithm = algorithm
        $0.isWeighted = scalar == .double
      }
    }
    + each([Shape(400, 1, 12), Shape(400, 4, 12)]) { shape, algorithm, scalar in
      GoldenFit("\(algorithm) twins", scalar, .duplicates, shape) {
        $0.search.algorithm = algorithm
        $0.starts = .twins
      }
    }

  /// The fits of each shape by each algorithm that takes it, with both scalars.
  static func each(
    _ shapes: [Shape], _ make: (Shape, KMeans.Algorithm, ScalarKind) -> GoldenFit
  ) -> [GoldenFit] {
    shapes.flatMap { shape in
      KMeans.Algorithm.cases(columns: shape.columns).flatMap { algorithm in
        ScalarKind.allCases.map { make(shape, algorithm, $0) }
      }
    }
  }
}
