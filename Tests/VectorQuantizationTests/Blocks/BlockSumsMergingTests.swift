import Testing
import VQTestSupport
import VectorQuantization

/// Sums that do not belong together are refused, and a refused merge changes nothing.
@Suite struct BlockSumsMergingTests {
  private static let observations = Matrix<Double>.blobs(
    rows: 8, columns: 2, clusters: 3, seed: 621)
  private static let codebook = Codebook(observations.randomRows(3, seed: 622))

  /// The sums of some blocks of `blockRows` rows, all with the same few observations.
  private static func sums<Scalar: VectorScalar>(
    _ blocks: Range<Int>, blockRows: Int = 8, lacking: Int = 0, weights: Matrix<Scalar>? = nil,
    origin: [Double]? = nil, codebook: Codebook<Scalar>
  ) throws -> BlockSums {
    let count = blocks.count * blockRows - lacking
    let rows = observations.rows(at: (0..<count).map { $0 % 8 }).mapElements { Scalar($0) }
    let cut = Matrix<Scalar>(
      rows.elements.enumerated().filter { $0.offset % 2 < codebook.featureCount }.map(\.element),
      columns: codebook.featureCount)
    let own = Array(repeating: 1.0, count: weights == nil ? 0 : count)
    let given = weights == nil ? nil : own
    return try BlockSums.adding(
      Observations(cut.span), weights: given, assignedTo: Codebook(codebook),
      firstBlock: blocks.lowerBound, blockRows: blockRows, origin: origin
    ).sums
  }

  private static func sums(_ blocks: Range<Int>, lacking: Int = 0) throws -> BlockSums {
    try sums(blocks, lacking: lacking, codebook: codebook)
  }

  struct Pair: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let left: @Sendable () throws -> BlockSums
    let right: @Sendable () throws -> BlockSums
  }

  static let strangers: [Pair] = [
    Pair(testDescription: "a gap", left: { try sums(0..<1) }, right: { try sums(2..<3) }),
    Pair(testDescription: "a repeat", left: { try sums(0..<1) }, right: { try sums(0..<1) }),
    Pair(testDescription: "the wrong order", left: { try sums(1..<2) }, right: { try sums(0..<1) }),
    Pair(
      testDescription: "no common parent", left: { try sums(1..<2) }, right: { try sums(2..<3) }),
    Pair(
      testDescription: "a larger right neighbour", left: { try sums(2..<4) },
      right: { try sums(4..<8) }),
    Pair(
      testDescription: "a left neighbour of three blocks", left: { try sums(0..<3) },
      right: { try sums(3..<4) }),
    Pair(
      testDescription: "a short block before the last", left: { try sums(0..<1, lacking: 1) },
      right: { try sums(1..<2) }),
    Pair(
      testDescription: "another codebook", left: { try sums(0..<1) },
      right: { try sums(1..<2, codebook: Codebook(observations.randomRows(3, seed: 623))) }),
    Pair(
      testDescription: "a different number of clusters", left: { try sums(0..<1) },
      right: { try sums(1..<2, codebook: Codebook(observations.randomRows(4, seed: 622))) }),
    Pair(
      testDescription: "a different number of features", left: { try sums(0..<1) },
      right: { try sums(1..<2, codebook: Codebook<Double>([[1], [2], [3]])) }),
    Pair(
      testDescription: "another scalar type", left: { try sums(0..<1) },
      right: {
        try sums(1..<2, codebook: Codebook(codebook.centroids.mapElements { Float($0) }))
      }),
    Pair(
      testDescription: "weights on one side", left: { try sums(0..<1) },
      right: { try sums(1..<2, weights: observations, codebook: codebook) }),
    Pair(
      testDescription: "another origin", left: { try sums(0..<1) },
      right: { try sums(1..<2, origin: [1, 1], codebook: codebook) }),
    Pair(
      testDescription: "blocks of another size", left: { try sums(0..<1) },
      right: { try sums(1..<2, blockRows: 9, codebook: codebook) }),
  ]

  @Test("unrelated sums do not merge, and stay unchanged", arguments: strangers)
  func refuses(_ pair: Pair) throws {
    var left = try pair.left()
    let before = left
    let right = try pair.right()
    #expect {
      try left.merge(right)
    } throws: { error in
      guard case .partialSums = error as? ClusteringError else { return false }
      return true
    }
    #expect(left == before)
  }

  @Test("sums whose total would overflow do not merge, and stay unchanged")
  func refusesOverflow() throws {
    let codebook = Codebook<Double>([[1e308]])
    func sums(_ block: Int) throws -> BlockSums {
      let observations: Matrix<Double> = [[1e308]]
      return try BlockSums.adding(
        Observations(observations.span), assignedTo: codebook, firstBlock: block, blockRows: 1
      ).sums
    }
    var left = try sums(0)
    let before = left
    let right = try sums(1)
    #expect(throws: ClusteringError.self) { try left.merge(right) }
    #expect(left == before)
  }

  @Test("without a positive weight there are no next centroids")
  func centroidsNeedWeight() throws {
    let none = [Double](repeating: 0, count: 8)
    let (sums, _) = try BlockSums.adding(
      Observations(Self.observations.span), weights: none, assignedTo: Self.codebook)
    #expect(sums.totalWeight == 0)
    #expect(throws: ClusteringError.self) { try sums.centroids(after: Self.codebook) }
  }

  @Test("an origin so far away that a mean overflows is an error")
  func centroidsAreFinite() throws {
    let observations = Matrix<Float>([Float](repeating: 0, count: 10), columns: 1)
    let codebook = Codebook<Double>([[1]])
    let origin = [1e307]
    let (sums, _) = try BlockSums.adding(
      Observations(observations.span), assignedTo: codebook, origin: origin)
    // Ten times 1e307 is rounded, and the rounding error exceeds every Float.
    #expect(throws: ClusteringError.self) {
      try sums.centroids(after: codebook, origin: origin)
    }
  }

  @Test("the next centroids require all blocks, the codebook and the origin")
  func centroidsNeedTheirProblem() throws {
    let first = try Self.sums(0..<1)
    let second = try Self.sums(1..<2)
    let other = Self.observations.randomRows(3, seed: 623)
    #expect(throws: ClusteringError.self) { try first.centroids(after: Codebook(other)) }
    #expect(throws: ClusteringError.self) {
      try first.centroids(after: Self.codebook, origin: [1, 1])
    }
    #expect(throws: ClusteringError.self) { try second.centroids(after: Self.codebook) }
    #expect(throws: Never.self) { try first.centroids(after: Self.codebook) }
  }
}
