import Foundation
import Testing
import VQTestSupport
import VectorQuantization

/// Values encoded as JSON are decoded bit for bit.
@Suite struct MatrixCodableTests {
  @Test("a clustering and its parts survive encoding and decoding", arguments: ScalarKind.allCases)
  func comesBack(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(rows: 60, columns: 3, clusters: 4, seed: 31)
      let clustering = try KMeans(clusterCount: 4, seed: 2).fit(observations)
      let found = try returned(clustering)
      #expect(found == clustering)
      #expect(found.effort.passes == clustering.effort.passes)
      #expect(try returned(clustering.codebook) == clustering.codebook)
      #expect(try returned(observations) == observations)
      let whitening = try Whitening(fitting: observations)
      #expect(try returned(whitening) == whitening)
    }
    try check(scalar.type)
  }

  @Test(
    "a matrix whose shape does not match its elements is rejected",
    arguments: [(2, 2), (-1, -3), (0, 3), (Int.max, 4)])
  func refusesAnotherShape(_ rows: Int, _ columns: Int) {
    let json = "{\"rows\": \(rows), \"columns\": \(columns), \"elements\": [1, 2, 3]}"
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Matrix<Double>.self, from: Data(json.utf8))
    }
  }

  private func returned<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
  }
}
