import Testing
import VQTestSupport
import VectorQuantization

/// Observations added to another code than their nearest, for example when an empty cluster takes
/// them over.
@Suite struct MovedRowsTests {
  private static let (rows, blockRows, firstBlock) = (500, 64, 8)

  private struct Fixture<Scalar: VectorScalar> {
    let observations = Matrix<Scalar>.blobs(
      rows: MovedRowsTests.rows, columns: 3, clusters: 5, seed: 701)
    let codebook: Codebook<Double>
    let weights: [Double]?

    init(weighted: Bool) {
      codebook = Codebook(Codebook(observations.randomRows(5, seed: 702)))
      weights = weighted ? (0..<MovedRowsTests.rows).map { Double($0 * 29 % 64) / 8 } : nil
    }

    func adding(
      moved: [Int: Int32], workers: Int? = nil
    ) throws -> (sums: BlockSums, codes: [Int32]) {
      let own = weights ?? []
      let given = weights == nil ? nil : own
      return try BlockSums.adding(
        Observations(observations.span), weights: given, assignedTo: codebook,
        firstBlock: MovedRowsTests.firstBlock, blockRows: MovedRowsTests.blockRows, moved: moved,
        workers: workers)
    }
  }

  /// The expected sums for given codes: rows are added in order within a block, and blocks as a
  /// tree.
  private static func added<Scalar: VectorScalar>(
    _ fixture: Fixture<Scalar>, codes: [Int32]
  ) -> (sums: [Double], weights: [Double], counts: [Int64]) {
    let starts = Array(stride(from: 0, to: rows, by: blockRows))
    var parts = starts.map { start in
      var part = (
        sums: [Double](repeating: 0, count: 15), weights: [Double](repeating: 0, count: 5),
        counts: [Int64](repeating: 0, count: 5)
      )
      for row in start..<min(start + blockRows, rows) {
        let (code, weight) = (Int(codes[row]), fixture.weights.map { Double($0[row]) } ?? 1)
        part.counts[code] += 1
        part.weights[code] += weight
        for (column, element) in fixture.observations.rows(at: [row]).elements.enumerated() {
          part.sums[3 * code + column] += weight * Double(element)
        }
      }
      return part
    }
    while parts.count > 1 {
      parts = stride(from: 0, to: parts.count, by: 2).map { left in
        if left + 1 == parts.count { return parts[left] }
        let right = parts[left + 1]
        return (
          zip(parts[left].sums, right.sums).map { $0 + $1 },
          zip(parts[left].weights, right.weights).map { $0 + $1 },
          zip(parts[left].counts, right.counts).map { $0 + $1 }
        )
      }
    }
    return parts[0]
  }

  @Test(
    "moved rows count for their new codes, and statistics stay the same",
    arguments: ScalarKind.allCases, [false, true])
  func movesRows(_ scalar: ScalarKind, _ weighted: Bool) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let fixture = Fixture<Scalar>(weighted: weighted)
      let plain = try fixture.adding(moved: [:])
      let start = Self.firstBlock * Self.blockRows
      // Two rows of one block, the last row, and rows before and after the blocks of this call.
      let moves = [3: 4, 17: 0, 200: 2, 499: 1]
      var moved: [Int: Int32] = [start - 1: 0, start + Self.rows: 0]
      var codes = plain.codes
      for (row, code) in moves {
        moved[start + row] = Int32((code + Int(plain.codes[row])) % 5)
        codes[row] = moved[start + row, default: 0]
      }
      #expect(codes != plain.codes)
      for workers in [1, 3] {
        let found = try fixture.adding(moved: moved, workers: workers)
        let expected = Self.added(fixture, codes: codes)
        #expect(found.sums.sums == expected.sums)
        #expect(found.sums.weights == expected.weights)
        #expect(found.sums.counts == expected.counts)
        #expect(found.sums.inertia == plain.sums.inertia)
        #expect(found.sums.distances == plain.sums.distances)
        #expect(found.codes == plain.codes)
      }
    }
    try check(scalar.type)
  }

  @Test("codes out of range are refused", arguments: [-1, 5])
  func refusesCodes(_ code: Int32) {
    let fixture = Fixture<Double>(weighted: false)
    #expect(
      throws: ClusteringError.invalidOption(
        .moved, value: "\(code)", allowed: "codes from 0 to 4")
    ) {
      try fixture.adding(moved: [513: code])
    }
  }
}
