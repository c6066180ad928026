import Foundation
import Testing
package import VectorQuantization

/// A problem, and the answer of SciPy or scikit-learn to it.
///
/// `Tests/Fixtures/README.md` describes the files.
package struct Fixture: Decodable, Sendable, CustomTestStringConvertible {
  /// The files of answers: three named after functions of SciPy, and one with scikit-learn's
  /// scores.
  package enum File: String, CaseIterable, Sendable {
    case vq, kmeans, kmeans2, selection
  }

  /// How the observations are generated.
  enum Recipe: Decodable, Sendable {
    case blobs(
      rows: Int, columns: Int, clusters: Int, seed: UInt64, narrowing: Int, coarseness: Int)
    case lattice(rows: Int, columns: Int, side: Int, seed: UInt64)
    case values(elements: [Double], columns: Int)
  }

  package let name: String
  package let scalar: ScalarKind
  private let observations: Recipe
  private let fingerprint: String
  private let startRows: [Int]?
  private let start: [Double]?

  package let threshold: Double?
  package let iterations: Int?
  package let codes: [Int32]?
  package let codesFingerprint: String?
  package let counts: [Int]?
  package let distances: [Double]?
  package let centroids: [Double]?
  package let distortion: Double?
  package let clusterCount: Int?
  package let calinskiHarabasz: Double?
  package let daviesBouldin: Double?
  package let silhouette: Double?
  package let simplifiedSilhouette: Double?
  package let bic: Double?

  package var testDescription: String { name }

  /// Returns the cases of one file.
  package static func all(in file: File) throws -> [Fixture] {
    try JSONDecoder().decode([Fixture].self, from: FixtureFolder.data("\(file.rawValue).json"))
  }

  /// Generates the observations, and checks that they are those that SciPy received.
  package func makeObservations<Scalar: VectorScalar>(
    of _: Scalar.Type
  ) throws -> Matrix<Scalar> {
    let made: Matrix<Scalar> =
      switch observations {
      case .blobs(let rows, let columns, let clusters, let seed, let narrowing, let coarseness):
        .blobs(
          rows: rows, columns: columns, clusters: clusters, seed: seed, narrowing: narrowing,
          coarseness: coarseness)
      case .lattice(let rows, let columns, let side, let seed):
        .lattice(rows: rows, columns: columns, side: side, seed: seed)
      case .values(let elements, let columns):
        Matrix(elements.map(Scalar.init), columns: columns)
      }
    try #require(Fingerprint(made).description == fingerprint, "the recipe makes what NumPy made")
    return made
  }

  /// Returns the codebook to encode with or to start from.
  package func makeStart<Scalar: VectorScalar>(_ observations: Matrix<Scalar>) -> Matrix<Scalar> {
    if let startRows { return observations.rows(at: startRows) }
    return Matrix((start ?? []).map(Scalar.init), columns: observations.columnCount)
  }
}
