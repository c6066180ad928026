import Testing
import VQTestSupport
import VectorQuantization

@Suite struct BlockSumsTests {
  /// Eleven blocks; the last one is short.
  private static let (rows, blockRows) = (1011, 96)
  private static let blockCount = 11

  /// The magnitudes differ so much that every order of addition gives other bits.
  private static func wide<Scalar: VectorScalar>(_: Scalar.Type) -> Matrix<Scalar> {
    let blobs = Matrix<Scalar>.blobs(rows: rows, columns: 3, clusters: 7, seed: 601)
    var generator = TestGenerator(seed: 602)
    let scales = (0..<rows).map { _ in
      Scalar(
        sign: .plus, exponent: Scalar.Exponent(generator.integer(below: 60) - 30), significand: 1)
    }
    return Matrix(
      blobs.elements.enumerated().map { $1 * scales[$0 / 3] * Scalar(1.1) }, columns: 3)
  }

  private struct Fixture<Scalar: VectorScalar> {
    let observations = BlockSumsTests.wide(Scalar.self)
    let weights: [Double]?
    let codebook: Codebook<Double>

    init(weighted: Bool) {
      codebook = Codebook(Codebook(observations.randomRows(7, seed: 603)))
      weights = weighted ? (0..<BlockSumsTests.rows).map { Double($0 * 37 % 101) / 7 } : nil
    }

    func sums(of blocks: Range<Int>, workers: Int? = nil) throws -> BlockSums {
      let rows = (blocks.lowerBound * blockRows)..<min(blocks.upperBound * blockRows, rowCount)
      let part = observations.rows(at: Array(rows))
      let own = weights.map { Array($0[rows]) } ?? []
      let given = weights == nil ? nil : own
      return try BlockSums.adding(
        Observations(part.span), weights: given, assignedTo: codebook,
        firstBlock: blocks.lowerBound, blockRows: blockRows, workers: workers
      ).sums
    }

    /// The sums of blocks that were added up in groups of `length` and then merged.
    func tree(_ blocks: Range<Int>, runs length: Int) throws -> BlockSums {
      if blocks.count <= length { return try sums(of: blocks) }
      var half = 1
      while 2 * half < blocks.count { half *= 2 }
      let middle = blocks.lowerBound + half
      var left = try tree(blocks.lowerBound..<middle, runs: length)
      try left.merge(tree(middle..<blocks.upperBound, runs: length))
      return left
    }

    private var rowCount: Int { BlockSumsTests.rows }
    private var blockRows: Int { BlockSumsTests.blockRows }
  }

  @Test(
    "sums have the same bits for any distribution of the blocks and any number of workers",
    arguments: ScalarKind.allCases, [false, true])
  func sameBitsHoweverSpread(_ scalar: ScalarKind, _ weighted: Bool) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let fixture = Fixture<Scalar>(weighted: weighted)
      let all = 0..<Self.blockCount
      let whole = try fixture.sums(of: all)
      for workers in [1, 3] { #expect(try fixture.sums(of: all, workers: workers) == whole) }
      for length in [1, 2, 4, 8] { #expect(try fixture.tree(all, runs: length) == whole) }

      // Check that another order of addition would be noticed.
      var leftToRight = try fixture.sums(of: 0..<1).sums
      for block in 1..<Self.blockCount {
        let next = try fixture.sums(of: block..<(block + 1)).sums
        leftToRight = zip(leftToRight, next).map { $0 + $1 }
      }
      #expect(leftToRight != whole.sums)
    }
    try check(scalar.type)
  }

  @Test("hundreds of blocks, added up in windows, have the same bits as their merged parts")
  func manyBlocks() throws {
    let observations = Self.wide(Double.self)
    let codebook = Codebook(observations.randomRows(7, seed: 614))
    let weights = (0..<Self.rows).map { Double($0 * 37 % 101) / 7 }
    func adding(
      _ rows: Range<Int>, firstBlock: Int
    ) throws -> (sums: BlockSums, codes: [Int32]) {
      let own = Array(weights[rows])
      return try BlockSums.adding(
        Observations(observations.rows(at: Array(rows)).span), weights: own,
        assignedTo: codebook, firstBlock: firstBlock, blockRows: 2)
    }
    let whole = try adding(0..<Self.rows, firstBlock: 0)
    var (left, codes) = try adding(0..<512, firstBlock: 0)
    let right = try adding(512..<Self.rows, firstBlock: 256)
    try left.merge(right.sums)
    codes += right.codes
    #expect(whole.sums == left)
    #expect(whole.codes == codes)
    #expect(try codebook.encode(observations.span).codes == codes)
  }

  @Test(
    "codes and next centroids are those of Lloyd's iteration", arguments: ScalarKind.allCases)
  func agreesWithTheOracle(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(rows: 700, columns: 5, clusters: 6, seed: 604)
      let book = Codebook(observations.randomRows(6, seed: 605))
      let codebook = Codebook<Double>(book)
      let (sums, codes) = try BlockSums.adding(
        Observations(observations.span), assignedTo: codebook, blockRows: 64)
      let expected = Oracle.lloydStep(observations, book.centroids)
      let nearest = Oracle.nearest(observations, book.centroids)
      #expect(codes == expected.codes)
      #expect(sums.counts == (0..<6).map { code in Int64(codes.count { $0 == Int32(code) }) })
      #expect(sums.rowCount == 700 && sums.totalWeight == 700)
      let inertia = nearest.distances.reduce(0) { $0 + $1 * $1 }
      #expect(abs(sums.inertia - inertia) <= 1e-12 * inertia)
      #expect(abs(sums.distances - nearest.distances.reduce(0, +)) <= 1e-12 * sums.distances)
      let step = try sums.centroids(after: codebook)
      let tolerance = Tolerance.centroid(Scalar.self, observations: 700)
      #expect(agree(Matrix<Scalar>(step.centroids), expected.centroids, within: tolerance))
    }
    try check(scalar.type)
  }

  @Test(
    "numbers whose squares overflow or underflow add up correctly",
    arguments: [0x1p-600, 0x1p400, 0x1p600])
  func anyMagnitude(_ factor: Double) throws {
    let observations = Matrix<Double>.blobs(rows: 400, columns: 3, clusters: 4, seed: 615)
    let codebook = observations.randomRows(4, seed: 616)
    let large = observations.mapElements { $0 * factor }
    let largeBook = codebook.mapElements { $0 * factor }
    let (sums, codes) = try BlockSums.adding(
      Observations(observations.span), assignedTo: Codebook(codebook), blockRows: 64)
    let (scaled, scaledCodes) = try BlockSums.adding(
      Observations(large.span), assignedTo: Codebook(largeBook), blockRows: 64)
    #expect(scaledCodes == codes)
    #expect(scaled.sums == sums.sums.map { $0 * factor })
    #expect(abs(scaled.distances / factor - sums.distances) <= 1e-12 * sums.distances)
    let inertia = sums.inertia * factor * factor
    #expect(scaled.inertia == inertia || abs(scaled.inertia - inertia) <= 1e-12 * inertia)
  }

  @Test("an origin among the data keeps the digits that a large offset would lose")
  func originKeepsDigits() throws {
    let offset = 0x1p40
    let near = Matrix<Double>.blobs(rows: 600, columns: 2, clusters: 3, seed: 606, coarseness: 8)
    let observations = near.mapElements { $0 + offset }
    let codebook = Codebook(observations.randomRows(3, seed: 607))
    let origin = [offset, offset]
    let (sums, codes) = try BlockSums.adding(
      Observations(observations.span), assignedTo: codebook, blockRows: 50, origin: origin)
    let step = try sums.centroids(after: codebook, origin: origin)
    // Differences and their sums are exact, so a mean is rounded only twice.
    let (means, _) = Oracle.means(near, codes: codes, clusterCount: 3)
    #expect(step.centroids.elements == means.map { $0 + offset })
  }

  @Test("a code without observations keeps its centroid and is reported")
  func emptyClusterStays() throws {
    let observations: Matrix<Double> = [[0], [1], [2]]
    let codebook = Codebook<Double>([[1], [100]])
    let (sums, _) = try BlockSums.adding(Observations(observations.span), assignedTo: codebook)
    let step = try sums.centroids(after: codebook)
    #expect(step.centroids == codebook.centroids)
    #expect(step.emptyClusters == [1])
    #expect(step.centroidShift == 0)
  }

  @Test("stored and read observations have the same sums as scalars in memory")
  func anyForm() throws {
    let numbers = Matrix<Float>.lattice(rows: 1000, columns: 3, side: 50, seed: 608)
    let codebook = Codebook<Double>(Codebook(numbers.randomRows(5, seed: 609)))
    let direct = try BlockSums.adding(
      Observations(numbers.span), assignedTo: codebook, blockRows: 128)
    let stored = StoredMatrix(numbers, as: .uint8, order: .columns)
    let span = stored.bytes.span
    let bytes = unsafe span.bytes
    let lent = try BlockSums.adding(
      Observations<Float>(StoredSpan(bytes, stored.layout)), assignedTo: codebook, blockRows: 128)
    let rows = StoredMatrix(numbers, as: .int16)
    let read = try BlockSums.adding(
      Observations<Float>(reading: rows.reader()), assignedTo: codebook, blockRows: 128)
    #expect(lent == direct)
    #expect(read == direct)
  }

  @Test("invalid input is an error that names the place")
  func refusesInput() throws {
    var observations = Matrix<Double>.blobs(rows: 300, columns: 2, clusters: 3, seed: 610)
    let codebook = Codebook(observations.randomRows(3, seed: 611))
    #expect(throws: ClusteringError.self, "blocks 1 to 5 are not a node of the tree") {
      try BlockSums.adding(
        Observations(observations.span), assignedTo: codebook, firstBlock: 1, blockRows: 64)
    }
    let five: [Double] = [1, 2, 3, 4, 5]
    #expect(throws: ClusteringError.weightCountMismatch(expected: 300, found: 5)) {
      try BlockSums.adding(
        Observations(observations.span), weights: five, assignedTo: codebook)
    }
    #expect(throws: ClusteringError.self, "the row numbers would overflow") {
      try BlockSums.adding(
        Observations(observations.span), assignedTo: codebook, firstBlock: 1, blockRows: .max)
    }
    #expect(throws: ClusteringError.self, "at least one worker is needed") {
      try BlockSums.adding(Observations(observations.span), assignedTo: codebook, workers: 0)
    }
    #expect(throws: ClusteringError.self, "the origin is not finite") {
      try BlockSums.adding(
        Observations(observations.span), assignedTo: codebook, origin: [0, .infinity])
    }
    let heavy = [Double](repeating: 1e308, count: 300)
    #expect(throws: ClusteringError.invalidWeight(row: 0)) {
      try BlockSums.adding(
        Observations(observations.span), weights: heavy, assignedTo: codebook)
    }
    observations[277, 1] = .nan
    #expect(throws: ClusteringError.notFinite(row: 277, column: 1)) {
      try BlockSums.adding(
        Observations(observations.span), assignedTo: codebook, blockRows: 64, workers: 2)
    }
    let large: Matrix<Double> = [[0, 0], [1, 1e308], [2, 1.5e308]]
    #expect(throws: ClusteringError.magnitudeTooLarge(row: 2, column: 1)) {
      try BlockSums.adding(Observations(large.span), assignedTo: Codebook<Double>([[0, 0]]))
    }
  }

  /// Fails to read rows from a certain row on.
  private struct BrokenReader: RowReader {
    let source: any RowReader
    let firstBroken: Int

    var layout: StorageLayout { source.layout }

    func read(from offset: Int, into bytes: inout MutableSpan<UInt8>) -> Bool {
      offset < firstBroken * layout.rowStride && source.read(from: offset, into: &bytes)
    }
  }

  @Test("an unreadable row is reported with the caller's row number")
  func namesUnreadableRows() throws {
    let numbers = Matrix<Float>.lattice(rows: 1000, columns: 3, side: 50, seed: 612)
    let codebook = Codebook<Double>(Codebook(numbers.randomRows(5, seed: 613)))
    let reader = BrokenReader(source: StoredMatrix(numbers, as: .int16).reader(), firstBroken: 700)
    // The blocks are processed in windows of a few hundred.
    #expect(throws: ClusteringError.unreadable(row: 700)) {
      try BlockSums.adding(
        Observations<Float>(reading: reader), assignedTo: codebook, blockRows: 1, workers: 1)
    }
  }
}
