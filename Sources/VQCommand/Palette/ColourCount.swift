internal import Synchronization
internal import VectorQuantization

/// The different colours of a picture, in order, and how many pixels have each.
///
/// To cluster them with these weights is to cluster the pixels.
struct ColourCount: Sendable {
  let colours: [PackedColour]
  let counts: [Int]
  /// Whether a pixel is not opaque.
  let hasAlpha: Bool

  /// The pixels that a thread counts at a time.
  private static let stretch = 1 << 16

  /// Counts the colours of all pixels.
  init(of pixels: Pixels, workers: Int) {
    let stretches = (pixels.count + Self.stretch - 1) / Self.stretch
    let total = Mutex(ColourTable())
    parallelFor(stretches, workers: workers) { _, queue in
      var table = ColourTable()
      while let number = queue.take() {
        let start = number * Self.stretch
        Self.count(start..<min(start + Self.stretch, pixels.count), of: pixels, in: &table)
      }
      // Sums of whole numbers are the same in any order.
      total.withLock { total in
        if total.count == 0 { total = table } else { total.add(table) }
      }
    }
    let entries = total.withLock { $0.entries }
    colours = entries.map(\.colour)
    counts = entries.map { Int($0.number) }
    hasAlpha = entries.contains { $0.colour.number >> 24 < 255 }
  }

  private static func count(_ range: Range<Int>, of pixels: Pixels, in table: inout ColourTable) {
    var last = pixels[range.lowerBound]
    var run: UInt32 = 0
    for index in range {
      let colour = pixels[index]
      if colour == last {
        run += 1
      } else {
        table.add(run, to: last)
        (last, run) = (colour, 1)
      }
    }
    table.add(run, to: last)
  }
}
