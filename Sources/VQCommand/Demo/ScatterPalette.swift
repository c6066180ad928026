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

  /// Hues as far apart from each other, from the ground and from white as 24 can be, the farthest
  /// first; found by a greedy search in the OKLab space.
  private static let hues: [SIMD3<Double>] = [
    0x51A2F8, 0xE31705, 0x92EB1C, 0xFE6FF5, 0x728431, 0xFFAE85, 0x0FF6F1, 0xA26093,
    0x7B54F7, 0xCBC7FA, 0x78B6A4, 0xFC3F8F, 0xE0EA93, 0xC2764E, 0x41BB47, 0xC4A601,
    0x478498, 0xB834C5, 0xB790F7, 0xDE8AAC, 0x2275E8, 0x65E19A, 0xFE6652, 0x797AC3,
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
