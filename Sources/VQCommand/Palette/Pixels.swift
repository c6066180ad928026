internal import VQFormats

/// A colour in one word: opacity in the highest byte, then red, green and blue.
struct PackedColour: Hashable, Comparable {
  let number: UInt32

  init(number: UInt32) {
    self.number = number
  }

  init(_ colour: Colour) {
    self.init(
      red: UInt32(colour.red), green: UInt32(colour.green), blue: UInt32(colour.blue),
      alpha: UInt32(colour.alpha))
  }

  @inline(__always)
  init(red: UInt32, green: UInt32, blue: UInt32, alpha: UInt32) {
    number = alpha << 24 | red << 16 | green << 8 | blue
  }

  /// Red, green, blue and opacity.
  @inline(__always)
  var channels: SIMD4<Float> {
    SIMD4(
      Float(number >> 16 & 0xFF), Float(number >> 8 & 0xFF), Float(number & 0xFF),
      Float(number >> 24))
  }

  var colour: Colour {
    Colour(
      red: UInt8(number >> 16 & 0xFF), green: UInt8(number >> 8 & 0xFF),
      blue: UInt8(number & 0xFF), alpha: UInt8(number >> 24))
  }

  static func < (left: PackedColour, right: PackedColour) -> Bool { left.number < right.number }
}

/// The pixels of a picture as colours with 8 bits per channel; grey has equal red, green and blue.
///
/// All fully transparent pixels have the same colour; the colour that they hide is ignored.
struct Pixels: Sendable {
  let width: Int
  let height: Int
  private let bytes: [UInt8]
  private let channelCount: Int

  init(of image: Image) {
    width = image.width
    height = image.height
    channelCount = image.channelCount
    bytes = image.inBytes
  }

  var count: Int { width * height }

  /// The colour of a pixel.
  @inline(__always)
  subscript(index: Int) -> PackedColour {
    let start = index * channelCount
    let first = UInt32(bytes[start])
    let alpha =
      channelCount.isMultiple(of: 2) ? UInt32(bytes[start + channelCount - 1]) : 255
    if alpha == 0 { return .transparent }
    if channelCount >= 3 {
      return PackedColour(
        red: first, green: UInt32(bytes[start + 1]), blue: UInt32(bytes[start + 2]), alpha: alpha)
    }
    return PackedColour(red: first, green: first, blue: first, alpha: alpha)
  }
}
