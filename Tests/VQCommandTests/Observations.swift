import VQTestSupport
import VectorQuantization

extension Matrix {
  /// Three clusters that are far apart, so that every good search finds them.
  static var heaps: Matrix {
    blobs(rows: 200, columns: 3, clusters: 3, seed: 4, narrowing: 3)
  }
}
