internal import VectorQuantization

/// How neighbouring pixels imitate colours that the palette does not have.
enum Dithering: String, CaseIterable {
  /// Each pixel gets the nearest colour.
  case none
  /// An 8 x 8 pattern is added to the pixels first: B. E. Bayer, "An optimum method for two-level
  /// rendition of continuous-tone pictures", ICC 1973.
  case ordered
  /// The error of a pixel is added to its neighbours: R. W. Floyd and L. Steinberg, "An adaptive
  /// algorithm for spatial grey scale", 1976. Rows alternate in direction.
  case floydSteinberg = "floyd-steinberg"
}

/// Dithers pixels with the colours of a palette.
///
/// Transparent pixels stay transparent, and pass on no error.
struct Ditherer: Sendable {
  private let pixels: Pixels
  private let palette: [SIMD4<Float>]
  private let search: PaletteLookup

  init(_ pixels: Pixels, with colours: [PackedColour], space: ColourSpace) {
    self.pixels = pixels
    palette = colours.map(\.channels)
    search = PaletteLookup(among: colours, space: space)
  }

  /// Returns a palette index for each pixel, by ordered dithering.
  func ordered(workers: Int) -> [UInt8] {
    var indices = [UInt8](repeating: 0, count: pixels.count)
    let width = pixels.width
    let spread = search.spacing / Float(3).squareRoot()
    do {
      let rows = LentMemory(indices.mutableSpan)
      parallelFor(pixels.height, workers: workers) { _, queue in
        var search = search
        while let row = queue.take() {
          // No two workers take the same row of pixels.
          var line = rows.lend((row * width)..<((row + 1) * width))
          for column in 0..<width {
            let pixel = pixels[row * width + column]
            // Index 0 is the transparent colour.
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

  /// Returns a palette index for each pixel, by error diffusion.
  func diffused() -> [UInt8] {
    let width = pixels.width
    var search = search
    var indices = [UInt8](repeating: 0, count: pixels.count)
    // The errors passed to the pixels of this row and the next, with one extra element at each end.
    var here = [SIMD4<Float>](repeating: .zero, count: width + 2)
    var below = here
    for row in 0..<pixels.height {
      let isForward = row.isMultiple(of: 2)
      let ahead = isForward ? 1 : -1
      for step in 0..<width {
        let column = isForward ? step : width - 1 - step
        let index = row * width + column
        let pixel = pixels[index]
        // Index 0 is the transparent colour.
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

  /// Clamps channels to the range from 0 to 255.
  @inline(__always)
  private static func limited(_ channels: SIMD4<Float>) -> SIMD4<Float> {
    channels.replacing(with: 0, where: channels .< 0).replacing(with: 255, where: channels .> 255)
  }

  /// Returns an element of Bayer's pattern, from -0.5 to 0.5: it interleaves the bits of column and
  /// row.
  private static func threshold(_ column: Int, _ row: Int) -> Float {
    var rank = 0
    for bit in 0..<3 {
      let (x, y) = (column >> bit & 1, row >> bit & 1)
      rank = rank << 2 | (x ^ y) << 1 | y
    }
    return (Float(rank) + 0.5) / 64 - 0.5
  }
}
