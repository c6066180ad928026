import Foundation
import Testing
import VQPlot
import VQTestSupport
import VectorQuantization

/// The principal components equal those of NumPy.
@Suite struct PrincipalComponentsTests {
  /// A problem and NumPy's answer to it; `Tests/Fixtures/README.md` describes the file.
  struct Answer: Decodable, Sendable, CustomTestStringConvertible {
    let rows: Int
    let columns: Int
    let clusters: Int
    let seed: UInt64
    let narrowing: Int
    let mean: [Double]
    let variances: [Double]
    let totalVariance: Double
    let directions: [[Double]]

    var testDescription: String { "\(rows) x \(columns)" }

    static func all() throws -> [Answer] {
      let url = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/pca.json")
      return try JSONDecoder().decode([Answer].self, from: Data(contentsOf: url))
    }
  }

  /// The error of sums of some hundred products in another order, times the effect of the
  /// eigenvalue gap.
  private static let tolerance = 1e-9

  @Test("components equal those of NumPy", arguments: try Answer.all())
  func findsWhatNumPyFinds(_ answer: Answer) throws {
    let observations = Matrix<Double>.blobs(
      rows: answer.rows, columns: answer.columns, clusters: answer.clusters, seed: answer.seed,
      narrowing: answer.narrowing)
    let components = try PrincipalComponents(
      of: observations.elements, featureCount: answer.columns, count: 2)

    #expect(agree(components.totalVariance, answer.totalVariance, within: Self.tolerance))
    for component in 0..<2 {
      let variance = answer.variances[component]
      #expect(agree(components.variances[component], variance, within: Self.tolerance))
      #expect(
        agree(
          components.share(of: component), variance / answer.totalVariance,
          within: Self.tolerance))
      let (found, expected) = (components.directions[component], answer.directions[component])
      let sign = zip(found, expected).reduce(0) { $0 + $1.0 * $1.1 } < 0 ? -1.0 : 1
      #expect(zip(found, expected).allSatisfy { abs($0 - sign * $1) < Self.tolerance })
      #expect((found.max { abs($0) < abs($1) } ?? 0) > 0, "the largest element is positive")
    }
    #expect(zip(components.mean, answer.mean).allSatisfy { abs($0 - $1) < Self.tolerance })
  }

  @Test("equal observations have no components", arguments: [3, 90])
  func findsNone(_ featureCount: Int) throws {
    let rows = [Double](repeating: 0.1, count: 5 * featureCount)
    let components = try PrincipalComponents(of: rows, featureCount: featureCount, count: 2)
    #expect(components.share(of: 0) == 0)
    #expect(components.coordinate(of: Array(rows.prefix(featureCount)), along: 0) == 0)
  }

  @Test("observations on a line have one component", arguments: [3, 90])
  func findsOne(_ featureCount: Int) throws {
    let rows = (0..<10).flatMap { row in (0..<featureCount).map { Double(row * ($0 + 1)) / 7 } }
    let components = try PrincipalComponents(of: rows, featureCount: featureCount, count: 2)
    #expect(agree(components.share(of: 0), 1, within: 1e-12))
    #expect(components.directions[1].allSatisfy { $0 == 0 })
  }

  @Test("numbers may have any magnitude", arguments: [1e-140, 1e140])
  func takesAnySize(_ size: Double) throws {
    let observations = Matrix<Double>.blobs(rows: 50, columns: 4, clusters: 3, seed: 1)
    let plain = try PrincipalComponents(of: observations.elements, featureCount: 4, count: 2)
    let scaled = try PrincipalComponents(
      of: observations.elements.map { $0 * size }, featureCount: 4, count: 2)
    #expect(agree(scaled.share(of: 0), plain.share(of: 0), within: 1e-9))
  }

  @Test func takesNoObservations() throws {
    let components = try PrincipalComponents(of: [], featureCount: 3, count: 2)
    #expect(components.coordinate(of: [1, 2, 3], along: 0) == 0)
  }
}
