/// Finds the nearest colour of a palette for one colour after another, and remembers many.
struct NearestColour: Sendable {
  private let space: ColourSpace
  /// For each coordinate, those of eight colours at a time.
  private let coordinates: [[SIMD8<Float>]]
  /// Colours seen, each below its code and one; where two collide, the later one stays.
  private var seen: [UInt64]
  /// The mean distance from a colour to the nearest other one, in units of 8 bits.
  let spacing: Float

  private static let seenBits: UInt32 = 18

  init(among colours: [PackedColour], space: ColourSpace) {
    self.space = space
    let points = colours.map(space.coordinates)
    coordinates = (0..<4).map { axis in
      stride(from: 0, to: points.count, by: 8).map { start in
        // Places beyond the last colour are as far as can be.
        var lanes = SIMD8<Float>(repeating: .infinity)
        for lane in 0..<min(8, points.count - start) { lanes[lane] = points[start + lane][axis] }
        return lanes
      }
    }
    seen = Array(repeating: 0, count: 1 << Self.seenBits)
    spacing = Self.meanSpacing(of: colours.map(\.channels))
  }

  /// The code of the colour nearest to channels from 0 to 255, rounded.
  mutating func code(of channels: SIMD4<Float>) -> UInt8 {
    let colour = ColourSpace.rgb.colour(at: channels)
    let place = Int((colour.number &* 0x9E37_79B1) >> (32 - Self.seenBits))
    let entry = seen[place]
    if UInt32(truncatingIfNeeded: entry) == colour.number, entry >> 32 != 0 {
      return UInt8(truncatingIfNeeded: entry >> 32 - 1)
    }
    let code = nearest(to: space.coordinates(of: colour))
    seen[place] = UInt64(colour.number) | (UInt64(code) + 1) << 32
    return UInt8(truncatingIfNeeded: code)
  }

  /// The lowest code on a tie.
  private func nearest(to point: SIMD4<Float>) -> Int {
    var best = SIMD8<Float>(repeating: .infinity)
    var bestGroup = SIMD8<Int32>(repeating: 0)
    for group in coordinates[0].indices {
      let x = coordinates[0][group] - point.x
      let y = coordinates[1][group] - point.y
      let z = coordinates[2][group] - point.z
      let w = coordinates[3][group] - point.w
      let squares = x * x + y * y + z * z + w * w
      let isNearer = squares .< best
      best.replace(with: squares, where: isNearer)
      bestGroup.replace(with: Int32(group), where: isNearer)
    }
    let least = best.min()
    return (0..<8).filter { best[$0] == least }.map { Int(bestGroup[$0]) * 8 + $0 }.min() ?? 0
  }

  private static func meanSpacing(of points: [SIMD4<Float>]) -> Float {
    guard points.count > 1 else { return 0 }
    let gaps = points.indices.map { index in
      let squares = points.indices.lazy.filter { $0 != index }.map { other in
        let difference = points[index] - points[other]
        return (difference * difference).sum()
      }
      return (squares.min() ?? 0).squareRoot()
    }
    return gaps.reduce(0, +) / Float(points.count)
  }
}
