// The format of an encoded checkpoint: a magic string that contains the version, then 8-byte
// little-endian numbers (centroids as `Double`), then a hash of all preceding bytes.
extension Checkpoint {
  private static var magic: [UInt8] { Array("vqcheck3".utf8) }

  /// The valid numbers of restarts and iterations.
  ///
  /// The upper limit is larger than any real run needs, and small enough that adding to it cannot
  /// overflow.
  private static var counts: ClosedRange<Int> { 0...(1 << 48) }

  /// The checkpoint as bytes, ready to be written to a file.
  public var encoded: [UInt8] {
    var bytes = Self.magic
    bytes.append(MemoryLayout<Scalar>.size)
    bytes.append(problem.observations)
    bytes.append(problem.options)
    bytes.append(seed)
    bytes.append(firstRestart)
    bytes.append(entries.count)
    bytes.append(best == nil ? 0 : 1)
    for entry in entries + (best.map { [$0] } ?? []) { Self.append(entry, to: &bytes) }
    bytes.append(Self.hash(of: bytes[...]))
    return bytes
  }

  /// Decodes a checkpoint from the bytes that ``encoded`` returned.
  ///
  /// The result is `nil` if the bytes are incomplete or damaged, or if they encode a checkpoint of
  /// another scalar type or format version.
  ///
  /// - Parameter bytes: The encoded checkpoint.
  public init?(decoding bytes: [UInt8]) {
    guard bytes.count >= Self.magic.count + 8, bytes.starts(with: Self.magic) else { return nil }
    let body = bytes[..<(bytes.count - 8)]
    var tail = ByteScanner(bytes[(bytes.count - 8)...])
    guard tail.scanWord() == Self.hash(of: body) else { return nil }

    var scanner = ByteScanner(body[Self.magic.count...])
    guard scanner.scanInteger() == MemoryLayout<Scalar>.size,
      let observations = scanner.scanWord(), let options = scanner.scanWord(),
      let seed = scanner.scanWord(), let firstRestart = scanner.scanInteger(),
      Self.counts.contains(firstRestart), let count = scanner.scanInteger(),
      let bestCount = scanner.scanInteger(), (0...1).contains(bestCount)
    else { return nil }
    var entries: [Entry] = []
    // Every entry takes at least one byte, so a count larger than the remaining bytes is wrong. The
    // check prevents a damaged count from allocating memory.
    guard (1...max(1, scanner.count)).contains(count) else { return nil }
    while entries.count < count + bestCount {
      guard let entry = Self.scanEntry(&scanner) else { return nil }
      entries.append(entry)
    }
    guard scanner.isAtEnd, Set(entries.map(\.centroids.columnCount)).count == 1 else { return nil }
    problem = ProblemFingerprint(observations: observations, options: options)
    self.seed = seed
    self.firstRestart = firstRestart
    best = bestCount == 1 ? entries.removeLast() : nil
    self.entries = entries
  }

  private static func append(_ entry: Entry, to bytes: inout [UInt8]) {
    bytes.append(entry.run.restart)
    bytes.append(entry.run.stage.rawValue)
    bytes.append(entry.run.iterations)
    bytes.append(KMeans.Outcome.allCases.firstIndex(of: entry.run.outcome) ?? 0)
    bytes.append(entry.run.distortion.bitPattern)
    bytes.append(entry.run.inertia.bitPattern)
    append(entry.centroids, to: &bytes)
    bytes.append(entry.kept == nil ? 0 : 1)
    guard let kept = entry.kept else { return }
    append(kept.previousCentroids, to: &bytes)
    bytes.append(kept.movedCount ?? -1)
    bytes.append(kept.iterationsOfMoves)
    bytes.append(kept.counts.count)
    for count in kept.counts { bytes.append(Int(count)) }
    for sum in kept.sums { bytes.append(sum.bitPattern) }
  }

  private static func append(_ matrix: Matrix<Double>, to bytes: inout [UInt8]) {
    bytes.append(matrix.rowCount)
    bytes.append(matrix.columnCount)
    for element in matrix.elements { bytes.append(element.bitPattern) }
  }

  private static func scanEntry(_ scanner: inout ByteScanner) -> Entry? {
    guard let restart = scanner.scanInteger(), counts.contains(restart),
      let stageNumber = scanner.scanInteger(), let stage = Run.Stage(rawValue: stageNumber),
      let iterations = scanner.scanInteger(), counts.contains(iterations),
      let outcome = scanner.scanInteger(), KMeans.Outcome.allCases.indices.contains(outcome),
      let distortion = scanner.scanWord(), let inertia = scanner.scanWord(),
      let centroids = scanMatrix(&scanner), let keptCount = scanner.scanInteger(),
      (0...1).contains(keptCount)
    else { return nil }
    var kept: Kept? = nil
    if keptCount == 1 {
      kept = scanKept(&scanner)
      if kept == nil { return nil }
    }
    return Entry(
      run: RunState(
        restart: restart, stage: stage, iterations: iterations,
        outcome: KMeans.Outcome.allCases[outcome], distortion: Double(bitPattern: distortion),
        inertia: Double(bitPattern: inertia)),
      centroids: centroids, kept: kept)
  }

  private static func scanMatrix(_ scanner: inout ByteScanner) -> Matrix<Double>? {
    guard let rows = scanner.scanInteger(), let columns = scanner.scanInteger(), rows >= 1,
      columns >= 1, rows <= scanner.count / 8 / columns
    else { return nil }
    var elements: [Double] = []
    for _ in 0..<(rows * columns) {
      guard let word = scanner.scanWord() else { return nil }
      let element = Double(bitPattern: word)
      guard element.isFinite else { return nil }
      elements.append(element)
    }
    return Matrix(elements, columns: columns)
  }

  private static func scanKept(_ scanner: inout ByteScanner) -> Kept? {
    guard let previous = scanMatrix(&scanner), let movedCount = scanner.scanInteger(),
      movedCount >= -1, let iterationsOfMoves = scanner.scanInteger(),
      counts.contains(iterationsOfMoves), let count = scanner.scanInteger(),
      count >= 0, count <= scanner.count / 8 / (1 + previous.columnCount)
    else { return nil }
    var (codeCounts, sums): ([Int64], [Double]) = ([], [])
    for _ in 0..<count {
      guard let number = scanner.scanInteger(), number >= 0 else { return nil }
      codeCounts.append(Int64(number))
    }
    for _ in 0..<(count * previous.columnCount) {
      guard let word = scanner.scanWord() else { return nil }
      sums.append(Double(bitPattern: word))
    }
    return Kept(
      previousCentroids: previous, movedCount: movedCount < 0 ? nil : movedCount,
      iterationsOfMoves: iterationsOfMoves, sums: sums, counts: codeCounts)
  }

  private static func hash(of bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash = BitHash()
    for byte in bytes { hash.add(UInt64(byte)) }
    return hash.value
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ word: UInt64) {
    for byte in 0..<8 { append(UInt8(truncatingIfNeeded: word >> UInt64(8 * byte))) }
  }

  fileprivate mutating func append(_ number: Int) { append(UInt64(bitPattern: Int64(number))) }
}

/// Reads 8-byte little-endian numbers from a sequence of bytes, front to back.
private struct ByteScanner {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  /// The number of bytes not read yet.
  var count: Int { bytes.count }
  var isAtEnd: Bool { bytes.isEmpty }

  mutating func scanWord() -> UInt64? {
    guard bytes.count >= 8 else { return nil }
    defer { bytes = bytes.dropFirst(8) }
    return bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func scanInteger() -> Int? {
    scanWord().map { Int(truncatingIfNeeded: $0) }
  }
}
