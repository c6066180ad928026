import Testing
import VQTestSupport
import VectorQuantization

@Suite struct DecodingTests {
  let book = Codebook([[1, 2], [3, 4], [5, 6]] as Matrix<Double>)

  @Test func looksUpTheCentroidOfEachCode() throws {
    let decoded = try book.decode([2, 0, 0, 1].span)
    #expect(decoded == [[5, 6], [1, 2], [1, 2], [3, 4]])
  }

  @Test func noCodesGiveNoRows() throws {
    let codes: [Int32] = []
    let decoded = try book.decode(codes.span)
    #expect(decoded.rowCount == 0 && decoded.columnCount == 2)
  }

  @Test("a code outside the codebook is an error", arguments: [-1, 3, .max, .min] as [Int32])
  func codeOutOfRange(_ code: Int32) {
    let codes = [0, 2, code, 1]
    #expect(throws: ClusteringError.codeOutOfRange(position: 2, code: code, clusterCount: 3)) {
      try book.decode(codes.span)
    }
  }

  @Test("encoding decoded codes gives the same codes", arguments: Arrangement.allCases)
  func decodedRowsKeepTheirCodes(_ arrangement: Arrangement) throws {
    let observations = arrangement.make(Float.self, Shape(200, 6, 12), seed: 51)
    let book = Codebook(observations.randomRows(12, seed: 52))
    let codes = try book.encode(observations.span).codes

    let decoded = try book.decode(codes.span)
    let again = try book.encode(decoded.span)

    #expect(again.codes == codes)
    #expect(again.distances.allSatisfy { $0 == 0 })
  }
}
