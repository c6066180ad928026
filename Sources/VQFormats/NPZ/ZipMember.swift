internal import Synchronization
internal import VectorQuantization

/// A member of a zip archive: its bytes, and their expected checksum.
struct ZipMember: ~Escapable {
  /// The path for error messages.
  let path: String
  /// How the bytes are stored.
  let packing: ZipEntry.Packing
  /// The range of the member's bytes in the archive.
  let range: Range<Int>
  private let entry: ZipEntry
  private let packed: Span<UInt8>

  /// The number of bytes after decompression.
  var byteCount: Int { entry.byteCount }

  /// Deflate encodes at most 258 bytes in 2 bits.
  private static let maximumExpansion = 1032
  /// The number of bytes to decompress or verify at a time: large enough for few calls, small
  /// enough for the cache.
  private static let blockBytes = 1 << 18

  /// Finds the bytes of a member.
  ///
  /// - Throws: ``FormatError`` if the archive does not contain them, or their compression is not
  ///   supported.
  @_lifetime(copy archive)
  init(
    _ entry: ZipEntry, of directory: ZipDirectory, in archive: Span<UInt8>, path: String
  ) throws(FormatError) {
    guard let packing = entry.packing else {
      throw .invalid(
        path: path, place: nil,
        problem: entry.isEncrypted
          ? "is encrypted" : "is compressed with method \(entry.method) of zip, which is not read",
        mend: "write the archive with numpy.savez or numpy.savez_compressed")
    }
    range = try directory.range(of: entry, in: archive, path: path)
    let isPossible =
      switch packing {
      case .stored: entry.byteCount == range.count
      case .deflated: entry.byteCount / Self.maximumExpansion <= range.count
      }
    guard isPossible else {
      throw .badArchive(
        path, nil,
        "has \(entry.byteCount) bytes according to the archive's directory, but its "
          + "\(range.count) stored bytes cannot hold them")
    }
    self.path = path
    self.packing = packing
    self.entry = entry
    packed = archive.extracting(range)
  }

  /// The first bytes, decompressed, without verifying the checksum.
  func start(maximumByteCount: Int) throws(FormatError) -> [UInt8] {
    let count = min(byteCount, maximumByteCount)
    guard packing == .deflated else {
      return [UInt8](capacity: count) { output in
        for index in 0..<count { output.append(packed[index]) }
      }
    }
    var start = [UInt8](repeating: 0, count: count)
    var output = start.mutableSpan
    var inflater = try ZipInflater(packed, path: path)
    try inflater.fill(&output)
    return start
  }

  /// All bytes, decompressed into memory, after verifying the checksum.
  func inflated() throws(FormatError) -> MappedFile {
    try MappedFile.filled(byteCount: byteCount, path: path) { output throws(FormatError) in
      var inflater = try ZipInflater(packed, path: path)
      var checksum = CRC32.checksum(of: Span())
      for start in stride(from: 0, to: output.count, by: Self.blockBytes) {
        let end = min(start + Self.blockBytes, output.count)
        var block = output._mutatingExtracting(start..<end)
        try inflater.fill(&block)
        checksum = CRC32.combined(
          checksum, CRC32.checksum(of: block.span), byteCount: block.count)
      }
      try inflater.finish()
      try expect(checksum)
    }
  }

  /// Verifies the checksum of a stored member, with several threads and a block at a time.
  func verify(workers: Int?) throws(FormatError) {
    let blockBytes = Self.blockBytes * 4
    let blockCount = (packed.count + blockBytes - 1) / blockBytes
    let checksums = Mutex([UInt32](repeating: 0, count: blockCount))
    let packed = packed
    parallelFor(blockCount, workers: workers ?? Workers.usable) { _, queue in
      while let number = queue.take() {
        let start = number * blockBytes
        let block = packed.extracting(start..<min(start + blockBytes, packed.count))
        let checksum = CRC32.checksum(of: block)
        checksums.withLock { $0[number] = checksum }
      }
    }
    var (checksum, verified): (UInt32, Int) = (0, 0)
    for block in checksums.withLock({ $0 }) {
      let count = min(blockBytes, packed.count - verified)
      checksum = CRC32.combined(checksum, block, byteCount: count)
      verified += count
    }
    try expect(checksum)
  }

  private func expect(_ checksum: UInt32) throws(FormatError) {
    guard checksum == entry.checksum else {
      throw .badArchive(path, nil, "is damaged: its bytes do not match their checksum")
    }
  }
}
