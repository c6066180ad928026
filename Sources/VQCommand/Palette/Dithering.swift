internal import VectorQuantization

/// How pixels share colours that the palette does not have.
enum Dithering: String, CaseIterable {
  /// Each pixel gets the nearest colour.
  case none
  /// A pattern of 8 x 8 is added before: B. E. Bayer, "An optimum method for two-level rendition of
  /// continuous-tone pictures", ICC 1973.
  case ordered
  /// What a pixel lacks is handed on to its neighbours: R. W. Floyd and L. Steinberg, "An adaptive
  /// algorithm for spatial grey scale", 1976; rows in alternating directions.
  case floydSteinberg = "floyd-steinberg"
}

/// Pixels dithered with the colours of a palette.
///
/// Transparent pixels take no part: they stay transparent, and hand no error on.
struct Ditherer: Sendable {
  private let pixels: Pixels
  private let palette: [SIMD4<Float>]
  private let search: PaletteLookup

  init(_ pixels: Pixels, with colours: [PackedColour], space: ColourSpace) {
    self.pixels = pixels
    palette = colours.map(\.channels)
    search = PaletteLookup(among: colours, space: space)
  }

  /// The number of a colour for each pixel, with a pattern added.
  func ordered(workers: Int) -> [UInt8] {
    var indices = [UInt8](repeating: 0, count: pixels.count)
    let width = pixels.width
    let spread = search.spacing / Float(3).squareRoot()
    do {
      let rows = LentMemory(indices.mutableSpan)
      parallelFor(pixels.height, workers: workers) { _, queue in
        var search = search
        while let row = queue.take() {
          // Each row of pixels is handed out once.
          var line = rows.lend((row * width)..<((row + 1) * width))
          for column in 0..<width {
            let pixel = pixels[row * width + column]
            // The transparent colour is the first.
            guard pixel != .transparent else { continue }
            let offset = spread * Self.threshold(column, row)
            let shifted = pixel.channels + SIMD4(offset, offset, offset, 0)
            line[column] = search.code(of: Self.limited(shifted), isOpaque: pixel.isOpaque)
          }
        }
      }
    }
    return indices
  }

  /// The number of a colour for each pixel, errors handed on.
  func diffused() -> [UInt8] {
    let width = pixels.width
    var search = search
    var indices = [UInt8](repeating: 0, count: pixels.count)
    // What pixels of this row and the next were handed, a place free at either end.
    var here = [SIMD4<Float>](repeating: .zero, count: width + 2)
    var below = here
    for row in 0..<pixels.height {
      let isForward = row.isMultiple(of: 2)
      let ahead = isForward ? 1 : -1
      for step in 0..<width {
        let column = isForward ? step : width - 1 - step
        let index = row * width + column
        let pixel = pixels[index]
        // The transparent colour is the first.
        guard pixel != .transparent else { continue }
        var wanted = Self.limited(pixel.channels + here[column + 1])
        if pixel.isOpaque { wanted.w = 255 }
        let code = search.code(of: wanted, isOpaque: pixel.isOpaque)
        indices[index] = code
        let error = (wanted - palette[Int(code)]) / 16
        here[column + 1 + ahead] += 7 * error
        below[column + 1 - ahead] += 3 * error
        below[column + 1] += 5 * error
        below[column + 1 + ahead] += error
      }
      swap(&here, &below)
      for place in below.indices { below[place] = .zero }
    }
    return indices
  }

  /// Channels from 0 to 255.
  @inline(__always)
  private static func limited(_ channels: SIMD4<Float>) -> SIMD4<Float> {
    channels.replacing(with: 0, where: channels .< 0).replacing(with: 255, where: channels .> 255)
  }

  /// A number from -0.5 to 0.5, whose bits alternate between both directions.
  private static func threshold(_ column: Int, _ row: Int) -> Float {
    var rank = 0
    for bit in 0..<3 {
      let (x, y) = (column >> bit & 1, row >> bit & 1)
      rank = rank << 2 | (x ^ y) << 1 | y
    }
    return (Float(rank) + 0.5) / 64 - 0.5
  }
}
