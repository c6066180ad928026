internal import Foundation

/// The error between the colours of a picture and the palette's colours, in units of 8 bits.
struct ColourError: Sendable, Equatable {
  /// The mean Euclidean distance in red, green and blue, and in opacity if the picture has any.
  let mean: Double
  /// The mean squared difference per channel.
  let squared: Double

  /// The peak signal-to-noise ratio in decibels; infinite if there is no error.
  var psnr: Double { 10 * log10(255 * 255 / squared) }

  /// Computes the error from the code of each colour of a picture, weighted by its number of
  /// pixels.
  init(of colours: [PackedColour], _ codes: [UInt8], for picture: ColourCount) {
    let palette = colours.map(\.channels)
    var sums = Sums()
    for index in codes.indices {
      sums.add(
        picture.colours[index].channels - palette[Int(codes[index])],
        times: Double(picture.counts[index]))
    }
    self.init(sums, channelCount: picture.hasAlpha ? 4 : 3)
  }

  /// Computes the error from the index of each pixel.
  init(of colours: [PackedColour], indices: [UInt8], for pixels: Pixels, hasAlpha: Bool) {
    let palette = colours.map(\.channels)
    var sums = Sums()
    for index in indices.indices {
      sums.add(pixels[index].channels - palette[Int(indices[index])], times: 1)
    }
    self.init(sums, channelCount: hasAlpha ? 4 : 3)
  }

  private init(_ sums: Sums, channelCount: Int) {
    mean = sums.distances / sums.count
    squared = sums.squares / sums.count / Double(channelCount)
  }
}

private struct Sums {
  var distances = 0.0
  /// The sum is exact, because the squares are whole numbers.
  var squares = 0.0
  var count = 0.0

  mutating func add(_ difference: SIMD4<Float>, times count: Double) {
    let square = Double((difference * difference).sum())
    squares += square * count
    distances += square.squareRoot() * count
    self.count += count
  }
}
