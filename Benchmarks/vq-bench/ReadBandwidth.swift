import Synchronization
import VectorQuantization

/// Measures how fast the threads together read memory, by adding up an array of 256 MB.
///
/// Four independent sums of 64 bytes keep more loads on their way than a core can have outstanding, so
/// the additions cost nothing beside them.
struct ReadBandwidth: Sendable {
  private static let vectorsPerBlock = 16_384
  private static let blockCount = 256
  private let array: [SIMD8<Double>]

  /// Fills the array, so that each page has memory of its own.
  init() {
    array = Array(repeating: SIMD8(repeating: 1), count: Self.vectorsPerBlock * Self.blockCount)
  }

  /// Reads the array a few times, and takes the quickest.
  func bytesPerSecond(workers: Int) -> Double {
    let byteCount = Double(array.count * MemoryLayout<SIMD8<Double>>.stride)
    let times = (0..<3).map { _ in
      let clock = Stopwatch()
      let sum = total(workers: workers)
      let time = clock.seconds
      precondition(sum == 8 * Double(array.count), "small whole numbers add up exactly")
      return time
    }
    return byteCount / Summary(of: times).minimum
  }

  private func total(workers: Int) -> Double {
    let sum = Mutex(0.0)
    parallelFor(Self.blockCount, workers: workers) { _, queue in
      var part = SIMD8<Double>.zero
      while let block = queue.take() {
        let start = block * Self.vectorsPerBlock
        part += Self.sum(array.span.extracting(start..<(start + Self.vectorsPerBlock)))
      }
      sum.withLock { $0 += part.sum() }
    }
    return sum.withLock { $0 }
  }

  private static func sum(_ block: Span<SIMD8<Double>>) -> SIMD8<Double> {
    var (a, b) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var (c, d) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var index = 0
    while index + 4 <= block.count {
      a += block[index]
      b += block[index + 1]
      c += block[index + 2]
      d += block[index + 3]
      index += 4
    }
    return (a + b) + (c + d)
  }
}
