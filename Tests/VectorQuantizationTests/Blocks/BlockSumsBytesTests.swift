import Testing
import VQTestSupport
import VectorQuantization

@Suite struct BlockSumsBytesTests {
  private static func sample(weighted: Bool) throws -> BlockSums {
    let observations = Matrix<Float>.blobs(rows: 50, columns: 3, clusters: 4, seed: 631)
    let codebook = Codebook<Double>(Codebook(observations.randomRows(4, seed: 632)))
    let weights = (0..<50).map { Double($0) / 7 }
    let given = weighted ? weights : nil
    return try BlockSums.adding(
      Observations(observations.span), weights: given, assignedTo: codebook, firstBlock: 8,
      blockRows: 16
    ).sums
  }

  private static func decoded(_ bytes: [UInt8]) throws(ClusteringError) -> BlockSums {
    let span = bytes.span
    let raw = unsafe span.bytes
    return try BlockSums(decoding: raw)
  }

  @Test("decoding the bytes gives the same sums", arguments: [false, true])
  func roundTrip(_ weighted: Bool) throws {
    let sums = try Self.sample(weighted: weighted)
    let bytes = sums.encoded
    #expect(bytes.count == BlockSums.byteCount(clusterCount: 4, featureCount: 3))
    #expect(bytes.count == 96 + 16 * 4 + 8 * 4 * 3)
    #expect(try Self.decoded(bytes) == sums)
  }

  @Test("the fields are at the documented offsets")
  func layout() throws {
    let sums = try Self.sample(weighted: true)
    let bytes = sums.encoded
    func integer(_ offset: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    func float(_ offset: Int) -> Double {
      Double(bitPattern: UInt64(bitPattern: Int64(integer(offset, 8))))
    }
    #expect(bytes[0..<4].elementsEqual("CVQP".utf8))
    #expect([integer(4, 2), integer(6, 2), integer(8, 4), integer(12, 4)] == [2, 1, 4, 3])
    #expect([24, 32, 40, 48].map { integer($0, 8) } == [8, 12, 16, 50])
    #expect([56, 64, 72].map { float($0) } == [sums.inertia, sums.distances, sums.totalWeight])
    #expect((0..<4).map { Int64(integer(96 + 8 * $0, 8)) } == sums.counts)
    #expect((0..<4).map { float(128 + 8 * $0) } == sums.weights)
    #expect((0..<12).map { float(160 + 8 * $0) } == sums.sums)
  }

  @Test("bytes that are cut short or too long are refused")
  func refusesOtherLengths() throws {
    let bytes = try Self.sample(weighted: false).encoded
    for count in [0, 3, 95, 96, bytes.count - 1] {
      #expect(throws: ClusteringError.self) { try Self.decoded(Array(bytes.prefix(count))) }
    }
    #expect(throws: ClusteringError.self) { try Self.decoded(bytes + [0]) }
  }

  @Test("a damaged byte gives an error or another number, never a crash")
  func survivesDamage() throws {
    let bytes = try Self.sample(weighted: true).encoded
    var refused = 0
    for offset in bytes.indices {
      for flip: UInt8 in [0x01, 0x80, 0xFF] {
        var spoiled = bytes
        spoiled[offset] ^= flip
        do throws(ClusteringError) {
          let sums = try Self.decoded(spoiled)
          if sums.encoded == bytes { Issue.record("no check reads byte \(offset)") }
        } catch { refused += 1 }
      }
    }
    // Damage in the magic number, version, shape, blocks, rows and counts leads to a contradiction.
    #expect(refused > 3 * (4 + 2 + 8 + 8 * 4 + 8 * 4) * 3 / 4)
  }

  /// The bytes with some of their 8-byte words replaced.
  private static func bytes(_ bytes: [UInt8], with words: [Int: UInt64]) -> [UInt8] {
    var bytes = bytes
    for (index, word) in words {
      for byte in 0..<8 { bytes[8 * index + byte] = UInt8(truncatingIfNeeded: word >> (8 * byte)) }
    }
    return bytes
  }

  @Test("blocks whose row numbers would overflow are refused")
  func refusesTooManyRows() throws {
    let observations = Matrix<Float>.blobs(rows: 4, columns: 1, clusters: 1, seed: 633)
    let codebook = Codebook<Double>(Codebook(observations.randomRows(1, seed: 634)))
    let (sums, _) = try BlockSums.adding(
      Observations(observations.span), assignedTo: codebook, blockRows: 4)
    let rows: UInt64 = 1 << 62
    let double = Double(rows).bitPattern
    // A block with this many rows may be the first, but no block may follow it.
    let shared: [Int: UInt64] = [5: rows, 6: rows, 9: double, 12: rows, 13: double]
    let first = Self.bytes(sums.encoded, with: shared)
    #expect(try Self.decoded(first).rowCount == 1 << 62)
    let second = Self.bytes(first, with: [3: 1, 4: 2])
    #expect(throws: ClusteringError.self) { try Self.decoded(second) }
  }

  @Test("impossible statistics are refused", arguments: [false, true])
  func refusesImpossibleFigures(_ weighted: Bool) throws {
    let bytes = try Self.sample(weighted: weighted).encoded
    for word in [7, 8, 9, 16, 20] {
      let spoiled = Self.bytes(bytes, with: [word: Double.nan.bitPattern])
      #expect(throws: ClusteringError.self, "word \(word)") { try Self.decoded(spoiled) }
    }
    // Without weights, each weight is a count.
    let other = Self.bytes(bytes, with: [16: 2.5.bitPattern])
    #expect((try? Self.decoded(other)) == nil || weighted)
  }

  @Test(
    "impossible shapes have no byte count", arguments: [(0, 3), (3, 0), (-1, 2), (1 << 40, 2)])
  func impossibleShapes(_ clusterCount: Int, _ featureCount: Int) {
    #expect(BlockSums.byteCount(clusterCount: clusterCount, featureCount: featureCount) == nil)
  }
}
