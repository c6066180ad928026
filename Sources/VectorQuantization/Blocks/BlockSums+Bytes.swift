/// Sums as bytes, for files and networks: little-endian, arrays at multiples of 8.
///
/// | offset | type | field |
/// |---|---|---|
/// | 0 | u32 | 0x50515643, the letters CVQP |
/// | 4 | u16, u16 | version; flags: 1 weighted, 2 computed in `Double` |
/// | 8 | u32, u32 | *k*, *d* |
/// | 16 | u64 | fingerprint |
/// | 24 | i64, i64 | first block, end block |
/// | 40 | i64, i64 | rows of a block, rows |
/// | 56 | f64, f64, f64 | inertia, sum of distances, sum of weights |
/// | 80 | u32, u32 | arithmetic; metric: 0 Euclidean |
/// | 88 | u64 | 0 |
/// | 96 | i64 x *k* | counts |
/// | 96 + 8*k* | f64 x *k* | weights |
/// | 96 + 16*k* | f64 x *k* x *d* | sums |
extension BlockSums {
  private static var magic: UInt64 { 0x5051_5643 }
  private static var version: UInt64 { 2 }
  /// Increases when a change of the arithmetic gives the same observations sums with other bits.
  private static var arithmetic: UInt64 { 1 }
  private static var headerBytes: Int { 96 }

  /// The size of encoded sums in bytes; `nil` if the shape is too large or too small.
  public static func byteCount(clusterCount: Int, featureCount: Int) -> Int? {
    guard (1...KMeans.maximumClusterCount).contains(clusterCount),
      (1...Int(Int32.max)).contains(featureCount)
    else { return nil }
    let (numbers, overflows) = clusterCount.multipliedReportingOverflow(by: featureCount + 2)
    return overflows || numbers > Int.max / 16 ? nil : headerBytes + 8 * numbers
  }

  /// The sums as bytes.
  ///
  /// - Returns: ``byteCount(clusterCount:featureCount:)`` bytes.
  /// - Complexity: O(*k* · *d*).
  public var encoded: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: encodedByteCount)
    var span = bytes.mutableSpan
    // Every bit pattern is a valid byte.
    var raw = unsafe span.mutableBytes
    encode(into: &raw)
    return bytes
  }

  /// The size of ``encoded``.
  package var encodedByteCount: Int { Self.headerBytes + 8 * (2 * counts.count + sums.count) }

  /// Writes the sums as bytes, to memory of ``encodedByteCount`` bytes.
  package func encode(into bytes: inout MutableRawSpan) {
    let flags: UInt64 = (problem.isWeighted ? 1 : 0) | (problem.scalarType == .float64 ? 2 : 0)
    let metrics = KMeans.Metric.allCases
    let metricNumber = UInt64(metrics.firstIndex(of: problem.metric) ?? 0)
    let header: [UInt64] = [
      Self.magic | Self.version << 32 | flags << 48,
      UInt64(problem.clusterCount) | UInt64(problem.featureCount) << 32,
      problem.fingerprint,
      UInt64(blocks.lowerBound), UInt64(blocks.upperBound),
      UInt64(problem.blockRows), UInt64(rowCount),
      inertia.bitPattern, distances.bitPattern, totalWeight.bitPattern,
      Self.arithmetic | metricNumber << 32, 0,
    ]
    let k = counts.count
    bytes.store(header, from: 0)
    bytes.store(counts.lazy.map { UInt64(bitPattern: $0) }, from: header.count)
    bytes.store(weights.lazy.map(\.bitPattern), from: header.count + k)
    bytes.store(sums.lazy.map(\.bitPattern), from: header.count + 2 * k)
  }

  /// Reads sums from bytes.
  ///
  /// - Parameter bytes: The bytes of ``encoded``.
  /// - Throws: ``ClusteringError/partialSums(problem:)`` if the bytes are cut short, damaged, or of
  ///   another version.
  /// - Complexity: O(*k* · *d*).
  public init(decoding bytes: RawSpan) throws(ClusteringError) {
    func word(_ index: Int) -> UInt64 {
      // Every bit pattern is a valid word, and the callers check that the bytes exist.
      UInt64(
        littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    func float(_ index: Int) -> Double { Double(bitPattern: word(index)) }
    guard bytes.byteCount >= Self.headerBytes, word(0) & 0xFFFF_FFFF == Self.magic else {
      throw .partialSums(problem: "these \(bytes.byteCount) bytes are not partial sums")
    }
    let (version, flags) = (word(0) >> 32 & 0xFFFF, word(0) >> 48)
    if version != Self.version || word(10) & 0xFFFF_FFFF != Self.arithmetic {
      throw .partialSums(
        problem: "the partial sums have version \(version).\(word(10) & 0xFFFF_FFFF), but this "
          + "library needs \(Self.version).\(Self.arithmetic); use the same library everywhere")
    }
    let (k, d) = (Int(word(1) & 0xFFFF_FFFF), Int(word(1) >> 32))
    guard let size = Self.byteCount(clusterCount: k, featureCount: d), bytes.byteCount == size
    else {
      throw .partialSums(
        problem:
          "\(bytes.byteCount) bytes do not fit partial sums of \(k) x \(d); they may be cut short")
    }
    let (metrics, metric) = (KMeans.Metric.allCases, Int(word(10) >> 32))
    guard metric < metrics.count else { throw Self.damaged }
    problem = Problem(
      clusterCount: k, featureCount: d, blockRows: Int(truncatingIfNeeded: word(5)),
      isWeighted: flags & 1 != 0, metric: metrics[metric],
      scalarType: flags & 2 != 0 ? .float64 : .float32,
      fingerprint: word(2))
    let (first, end) = (Int(truncatingIfNeeded: word(3)), Int(truncatingIfNeeded: word(4)))
    rowCount = Int(truncatingIfNeeded: word(6))
    (inertia, distances) = (float(7), float(8))
    counts = (0..<k).map { Int64(bitPattern: word(12 + $0)) }
    weights = (0..<k).map { float(12 + k + $0) }
    sums = (0..<(k * d)).map { float(12 + 2 * k + $0) }
    blocks = 0..<0
    guard flags < 4, word(11) == 0, first >= 0, first < end,
      end <= Self.mostBlocks(of: 1), Self.isNode(first..<end)
    else {
      throw Self.damaged
    }
    blocks = first..<end
    // All computed sums pass these checks; most damaged ones do not.
    var total: Int64 = 0
    for count in counts {
      let (sum, overflows) = total.addingReportingOverflow(count)
      if count < 0 || overflows { throw Self.damaged }
      total = sum
    }
    guard total == rowCount, float(9) == totalWeight, isPlausible else { throw Self.damaged }
  }

  /// Whether adding up and merging can produce these numbers.
  private var isPlausible: Bool {
    guard rowCount > 0, problem.blockRows > 0,
      blocks.upperBound <= Self.mostBlocks(of: problem.blockRows),
      (rowCount - 1) / problem.blockRows + 1 == blocks.count
    else { return false }
    guard problem.isWeighted || weights.elementsEqual(counts.lazy.map { Double($0) }) else {
      return false
    }
    return inertia >= 0 && distances >= 0 && weights.allSatisfy { $0 >= 0 }
      && totalWeight.isFinite && sums.allSatisfy(\.isFinite)
  }

  private static var damaged: ClusteringError {
    .partialSums(problem: "the partial sums are damaged: their numbers contradict each other")
  }
}

extension MutableRawSpan {
  /// Writes words one after the other, little-endian; the first one has the word number `start`.
  fileprivate mutating func store(_ words: some Sequence<UInt64>, from start: Int) {
    var offset = 8 * start
    for word in words {
      storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
      offset += 8
    }
  }
}
