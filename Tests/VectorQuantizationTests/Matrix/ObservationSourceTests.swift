import Foundation
import Testing
import VQTestSupport
import VectorQuantization

/// Functions give the same results for all forms of the same matrix.
@Suite struct ObservationSourceTests {
  private let matrix = Matrix<Double>.blobs(rows: 200, columns: 3, clusters: 4, seed: 41)
  private var rows: [[Double]] { Array(matrix.rows) }

  @Test func functionsTakeEveryForm() throws {
    let start = matrix.randomRows(4, seed: 1)
    let whitened = try whiten(matrix)
    #expect(try whiten(rows) == whitened && whiten(matrix.span) == whitened)
    let coded = try vq(matrix, codebook: start)
    #expect(try vq(rows, codebook: start) == coded && vq(matrix.span, codebook: start) == coded)
    let found = try kmeans(matrix, k: 4, seed: 2)
    #expect(try kmeans(rows, k: 4, seed: 2) == found && kmeans(matrix.span, k: 4, seed: 2) == found)
    let moved = try kmeans2(matrix, startingFrom: start)
    #expect(try kmeans2(rows, startingFrom: start) == moved)
  }

  @Test func fitsTakeEveryForm() async throws {
    let search = KMeans(clusterCount: 4, seed: 3)
    let expected = try await search.fit(matrix)
    #expect(try await search.fit(rows) == expected)
    #expect(try fitNow(search) == expected)
  }

  /// Calls the synchronous `fit`: this function is not asynchronous.
  private func fitNow(_ search: KMeans) throws -> Clustering<Double> {
    let clustering = try search.fit(rows)
    #expect(try search.fit(matrix.span) == clustering)
    #expect(try search.fit(Observations(matrix.span)) == clustering)
    return clustering
  }

  @Test("integers are converted to a scalar that represents them")
  func takesIntegers() throws {
    let ints = [[0, 0], [0, 1], [8, 8], [8, 9]]
    let doubles = ints.map { $0.map { Double($0) } }
    #expect(try kmeans(ints, k: 2, seed: 1) == kmeans(doubles, k: 2, seed: 1))
    let bytes = ints.map { $0.map { UInt8($0) } }
    let floats = ints.map { $0.map { Float($0) } }
    #expect(try kmeans(bytes, k: 2, seed: 1) == kmeans(floats, k: 2, seed: 1))
    #expect(try kmeans(oneFeature: [0, 0, 8], k: 2, seed: 1).codebook.sorted() == [0, 8])
  }

  @Test(
    "temporary rows, centroids and weights live until they are read",
    arguments: [2.0, 1e12])
  func readsWhatIsMadeForTheCall(_ far: Double) throws {
    let search = KMeans(clusterCount: 2, maximumIterations: 3)
    let found = try search.fit(
      [[0], [far], [far + 4]], startingFrom: [[0], [far]], weights: [1, 3, 1])
    #expect(found.centroids == [[0], [far + 1]])
    #expect(try vq([[0.5], [far]], codebook: [[0], [far]]).distances == [0.5, 0])
    #expect(try vq(Matrix([far, 0], columns: 1), codebook: [[0], [far]]).codes == [1, 0])
    #expect(try vq([[far], [0]] as Matrix, codebook: [[0], [far]]).codes == [1, 0])
    #expect(try Codebook([[0], [far]]).code(of: [far]) == 1)
    #expect(try Codebook([[0], [far]]).decode([1, 0, 1]) == [[far], [0], [far]])
    #expect(try Whitening(fitting: [[0], [far], [0], [far]]).scale == [far / 2])
  }

  @Test func oneObservationHasACode() throws {
    let codebook = Codebook<Float>([[0, 0], [8, 8]])
    #expect(try codebook.code(of: [7, 9]) == 1)
    #expect(throws: ClusteringError.featureCountMismatch(expected: 3, found: 2)) {
      try codebook.code(of: [7, 9, 1])
    }
  }

  @Test func aClusteringKnowsTheRowsOfACluster() throws {
    let clustering = try KMeans(clusterCount: 4, seed: 3).fit(matrix)
    let rows = (0..<4).map { clustering.rows(of: $0) }
    #expect(rows.map(\.count) == clustering.counts)
    #expect(rows.flatMap(\.self).sorted() == Array(0..<200))
    #expect(clustering.rows(of: 4).isEmpty && clustering.rows(of: -1).isEmpty)
    #expect(clustering.centroids == clustering.codebook.centroids)
  }

  @Test func noRowsHaveNoCodes() throws {
    let codebook = Codebook<Double>([[0, 0], [8, 8]])
    let none: [[Double]] = []
    #expect(try codebook.encode(none).codes.isEmpty)
    #expect(try vq(none, codebook: codebook.centroids).distances.isEmpty)
    let whitening = try Whitening(fitting: codebook.centroids)
    #expect(try whitening.apply(to: none) == Matrix([], columns: 2))
  }

  @Test("any number of rows with 0 columns is handled")
  func refusesRowsOfNothing() throws {
    let nothing = Matrix<Double>(rows: .max, columns: 0) { _ in }
    #expect(throws: ClusteringError.featureCountMismatch(expected: 0, found: 2)) {
      try Codebook([[0, 0], [8, 8]]).encode(nothing)
    }
    let json = Data(#"{"scale": [], "constantFeatures": []}"#.utf8)
    let whitening = try JSONDecoder().decode(Whitening<Double>.self, from: json)
    #expect(try whitening.apply(to: nothing) == nothing)
  }

  @Test func takesEveryIntegerOfTheStandardLibrary() throws {
    let rows = [[0, 0], [8, 8]]
    let expected = try kmeans(rows, k: 2, seed: 1)
    #expect(try kmeans(rows.map { $0.map { UInt($0) } }, k: 2, seed: 1) == expected)
    #expect(try kmeans(rows.map { $0.map { UInt64($0) } }, k: 2, seed: 1) == expected)
  }
}

/// A protocol of a program with an associated type `Scalar`, which differs from ours: it must compile.
private protocol Measurable {
  associatedtype Scalar
  var measure: Scalar { get }
}

extension Float: Measurable {
  var measure: Double { Double(self) }
}

extension Array: Measurable where Element: Measurable {
  typealias Scalar = Int
  var measure: Int { count }
}

@Suite struct ScalarNameTests {
  @Test func leavesTheNameToOthers() {
    #expect(Float(2).measure == 2.0 && [Float(2)].measure == 1)
  }
}
