internal import Synchronization
internal import VectorQuantization

/// Converts the bytes of a picture to a zlib stream.
package struct Deflating: Sendable {
  /// The maximum number of threads; `nil` for all processors.
  let workers: Int?
  private let zlib: Zlib?

  /// The size of the blocks that are compressed independently, each with the preceding bytes as its
  /// dictionary.
  ///
  /// The size is constant, so the stream does not depend on the number of threads.
  private static let blockBytes = 1 << 18
  private static let maximumStoredBlock = 65_535

  /// The effort, from 1 to 9.
  ///
  /// Up to 4 MiB it is the maximum. For larger pictures a lower effort takes a third of the usual
  /// time and gives 2 % more bytes.
  private static func level(for byteCount: Int) -> Int { byteCount <= 1 << 22 ? 9 : 4 }

  /// Compresses if the system has zlib.
  package init(workers: Int?) {
    self.workers = workers
    zlib = Zlib.system
  }

  /// Stores the bytes without compression, as if there were no zlib.
  package static var stored: Deflating { Deflating(workers: 1, zlib: nil) }

  private init(workers: Int?, zlib: Zlib?) {
    self.workers = workers
    self.zlib = zlib
  }

  /// The zlib stream of `bytes`, in pieces.
  ///
  /// - Complexity: O(bytes) in time and memory.
  package func pieces(of bytes: [UInt8]) -> [[UInt8]] {
    // If zlib runs out of memory, the picture is still written, without compression.
    zlib.flatMap { compressed(bytes, by: $0) } ?? stored(bytes)
  }

  private func compressed(_ bytes: [UInt8], by zlib: Zlib) -> [[UInt8]]? {
    let blockCount = (bytes.count + Self.blockBytes - 1) / Self.blockBytes
    let found = Mutex<[Int: (piece: [UInt8], sum: Adler32)]>([:])
    parallelFor(blockCount, workers: workers ?? Workers.usable) { _, queue in
      while let number = queue.take() {
        let start = number * Self.blockBytes
        let block = bytes.span.extracting(start..<min(start + Self.blockBytes, bytes.count))
        let piece = try? zlib.deflate(
          block, after: bytes.span.extracting(first: start), level: Self.level(for: bytes.count),
          isLast: number == blockCount - 1)
        let sum = Adler32(block)
        if let piece { found.withLock { $0[number] = (piece, sum) } }
      }
    }
    let blocks = found.withLock { $0 }
    guard blocks.count == blockCount else { return nil }

    var pieces: [[UInt8]] = []
    var sum: Adler32?
    for number in 0..<blockCount {
      guard let block = blocks[number] else { return nil }
      let count = min(Self.blockBytes, bytes.count - number * Self.blockBytes)
      if sum == nil { sum = block.sum } else { sum?.append(block.sum, byteCount: count) }
      pieces.append(block.piece)
    }
    pieces[0] = [0x78, 0x9C] + pieces[0]  // zlib header: deflate, default effort
    pieces[blockCount - 1] += bigEndian(sum?.value ?? 1)
    return pieces
  }

  /// The stream without compression: one block a piece.
  private func stored(_ bytes: [UInt8]) -> [[UInt8]] {
    let starts = stride(from: 0, to: bytes.count, by: Self.maximumStoredBlock)
    return starts.map { start in
      let end = min(start + Self.maximumStoredBlock, bytes.count)
      let isLast = end == bytes.count
      let length = UInt16(end - start)
      var piece: [UInt8] = start == 0 ? [0x78, 0x01] : []  // zlib header: minimum effort
      piece += [isLast ? 1 : 0] + littleEndian(length) + littleEndian(~length)
      piece += bytes[start..<end]
      if isLast { piece += bigEndian(Adler32(bytes.span).value) }
      return piece
    }
  }

  private func littleEndian(_ number: UInt16) -> [UInt8] {
    [0, 8].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
