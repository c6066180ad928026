import VQFormats
import VQTestSupport

extension Image {
  /// Creates a picture of smooth colours with some noise.
  static func smooth(width: Int = 40, height: Int = 24, channelCount: Int = 3) -> Image {
    var generator = TestGenerator(seed: 9)
    var bytes: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<channelCount {
          let level = [x * 4, y * 5, (x + y) * 2, x < 20 ? 255 : 90 + y][channel]
          bytes.append(UInt8(min(255, level + generator.integer(below: 9))))
        }
      }
    }
    return Image(
      width: width, height: height, channelCount: channelCount, samples: .bytes(bytes))
  }

  /// The colours of all pixels.
  ///
  /// All fully transparent pixels have the same colour, whatever colour they hide.
  var colours: [Colour] {
    let bytes = inBytes
    return stride(from: 0, to: bytes.count, by: channelCount).map { start in
      let isGrey = channelCount < 3
      let alpha = hasAlpha ? bytes[start + channelCount - 1] : 255
      if alpha == 0 { return Colour(red: 0, green: 0, blue: 0, alpha: 0) }
      return Colour(
        red: bytes[start], green: bytes[isGrey ? start : start + 1],
        blue: bytes[isGrey ? start : start + 2], alpha: alpha)
    }
  }
}
