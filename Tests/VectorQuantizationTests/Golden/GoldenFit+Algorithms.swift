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

  /// Every algorithm where distances tie or centroids coincide.
  static let ties =
    each([Shape(500, 1, 4), Shape(500, 3, 25)]) { shape, algorithm, scalar in
      GoldenFit("\(algorithm)", scalar, .lattice, shape) {
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
