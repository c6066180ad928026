import Synchronization
import VectorQuantization

/// Measures how fast all threads together read memory, by summing an array of 256 MB.
///
/// Four independent sums of 64 bytes request more loads than a core can have in flight, so the
/// additions add no time.
struct ReadBandwidth: Sendable {
  private static let vectorsPerBlock = 16_384
  private static let blockCount = 256
  private let array: [SIMD8<Double>]

  /// Fills the array, so that every page has its own memory.
  init() {
    array = Array(repeating: SIMD8(repeating: 1), count: Self.vectorsPerBlock * Self.blockCount)
  }

  /// Reads the array several times, and returns the fastest rate.
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
