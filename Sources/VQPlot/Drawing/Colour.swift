/// An sRGB colour.
package struct Colour: Sendable, Hashable {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Creates a colour from its hexadecimal notation, 0xRRGGBB.
  package init(_ hex: Int) {
    self.init(
      red: UInt8(hex >> 16 & 0xFF), green: UInt8(hex >> 8 & 0xFF), blue: UInt8(hex & 0xFF))
  }

  /// Creates a colour from red, green and blue values from 0 to 255, which are rounded.
  package init(_ parts: SIMD3<Double>) {
    func byte(_ part: Double) -> UInt8 { UInt8(min(max(part, 0), 255).rounded()) }
    self.init(red: byte(parts.x), green: byte(parts.y), blue: byte(parts.z))
  }

  /// The red, green and blue values, from 0 to 255.
  package var parts: SIMD3<Double> { SIMD3(Double(red), Double(green), Double(blue)) }

  /// The hexadecimal notation of web pages, without the number sign: `0072b2`.
  package var hex: String {
    let digits = String(Int(red) << 16 | Int(green) << 8 | Int(blue), radix: 16)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The lightness of the colour, from 0 to 1: the luma of ITU-R BT.709.
  package var lightness: Double {
    (parts * SIMD3(0.2126, 0.7152, 0.0722)).sum() / 255
  }

  package static let white = Colour(0xFFFFFF)
}
