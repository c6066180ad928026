/// Finds the nearest colour of a palette for one colour after another, and remembers many.
struct NearestColour: Sendable {
  private let space: ColourSpace
  private let groups: [Group]
  /// Colours seen, each below its code and one; where two collide, the later one stays.
  private var seen: [UInt64]
  /// The mean distance from a colour to the nearest other one, in units of 8 bits.
  let spacing: Float

  private static let seenBits: UInt32 = 18

  init(among colours: [PackedColour], space: ColourSpace) {
    self.space = space
    let points = colours.map(space.coordinates)
    groups = stride(from: 0, to: points.count, by: 8).map { start in
      Group(points[start..<min(start + 8, points.count)])
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
    for number in groups.indices {
      let squares = groups[number].squares(from: point)
      let isNearer = squares .< best
      best.replace(with: squares, where: isNearer)
      bestGroup.replace(with: Int32(truncatingIfNeeded: number), where: isNearer)
    }
    let codes = 8 &* bestGroup &+ SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7)
    return Int(codes.replacing(with: .max, where: best .> best.min()).min())
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

/// The coordinates of eight colours, side by side.
private struct Group {
  private var x, y, z, w: SIMD8<Float>

  /// Places beyond the last colour are as far as can be.
  init(_ points: ArraySlice<SIMD4<Float>>) {
    let far = SIMD8<Float>(repeating: .infinity)
    (x, y, z, w) = (far, far, far, far)
    for (lane, point) in points.enumerated() {
      (x[lane], y[lane], z[lane], w[lane]) = (point.x, point.y, point.z, point.w)
    }
  }

  @inline(__always)
  func squares(from point: SIMD4<Float>) -> SIMD8<Float> {
    let (x, y, z, w) = (x - point.x, y - point.y, z - point.z, w - point.w)
    return x * x + y * y + z * z + w * w
  }
}
