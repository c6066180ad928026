/// The colours of a scatter picture: for each cluster a ramp from the ground to its full colour.
struct ScatterPalette {
  typealias Colour = (red: UInt8, green: UInt8, blue: UInt8)

  /// How many clusters differ in colour; beyond, colours repeat.
  private let hueCount: Int
  /// The steps of each ramp.
  private let shadeCount: Int

  /// The greys of a marker, from its ink to its paper.
  static let greyCount = 8

  init(clusterCount: Int) {
    hueCount = max(1, min(clusterCount, Self.hues.count))
    // A longer ramp shows no more, since its steps could not be told apart.
    shadeCount = min(32, (256 - 1 - Self.greyCount) / hueCount)
  }

  /// All colours, at most 256: the ground, the greys, then the ramps.
  var colours: [Colour] {
    let greys = (0..<Self.greyCount).map { grey in
      Self.mix(Self.ink, Self.paper, Double(grey) / Double(Self.greyCount - 1))
    }
    let ramps = Self.hues.prefix(hueCount).flatMap { hue in
      (1...shadeCount).map { Self.shade(hue, Double($0) / Double(shadeCount)) }
    }
    return ([Self.ground] + greys + ramps).map { colour in
      (UInt8(colour.x.rounded()), UInt8(colour.y.rounded()), UInt8(colour.z.rounded()))
    }
  }

  /// The index of the ground.
  static let groundIndex: UInt8 = 0

  /// The index of a grey: 0 for ink to 1 for paper.
  static func greyIndex(_ lightness: Double) -> UInt8 {
    UInt8(1 + (lightness * Double(greyCount - 1)).rounded())
  }

  /// The index of a cluster's colour: `density` above 0 for nearly the ground, to 1 for the full
  /// colour.
  func index(code: Int, density: Double) -> UInt8 {
    let shade = min(shadeCount - 1, Int(density * Double(shadeCount)))
    return UInt8(1 + Self.greyCount + code % hueCount * shadeCount + shade)
  }

  // MARK: Colours, as red, green and blue from 0 to 255

  private static let ground = SIMD3(13.0, 15, 24)
  private static let ink = SIMD3(13.0, 15, 24)
  private static let paper = SIMD3(repeating: 255.0)

  /// Hues as far from each other, from the ground and from white as 24 can be; found by a greedy
  /// search among the saturated colours of the OKLab space. The most vivid come first.
  private static let hues: [SIMD3<Double>] = [
    0x49A2FE, 0xF44400, 0x8CE01F, 0xFB73F2, 0xF4E151, 0x5DF9F4, 0xFEB98C, 0x925FFA,
    0x1DA12B, 0xCEB6FC, 0xFC4A93, 0x24BF9E, 0xD98941, 0xC348CF, 0xAFC177, 0x2795AC,
    0x7D7EC1, 0xFB93B4, 0x73CBF0, 0x8C8B3D, 0xA8F5A6, 0xB26C91, 0xBE87F3, 0xEEB318,
  ].map { (hue: Int) in
    SIMD3(Double(hue >> 16), Double(hue >> 8 & 0xFF), Double(hue & 0xFF))
  }

  /// From the ground to the hue, and for the last part on towards white, as a lamp would look.
  private static func shade(_ hue: SIMD3<Double>, _ density: Double) -> SIMD3<Double> {
    let full = 0.75
    return density < full
      ? mix(ground, hue, 0.15 + 0.85 * density / full)
      : mix(hue, paper, 0.45 * (density - full) / (1 - full))
  }

  private static func mix(
    _ first: SIMD3<Double>, _ second: SIMD3<Double>, _ share: Double
  ) -> SIMD3<Double> {
    first + (second - first) * share
  }
}
