/// Finds the nearest palette colour of one colour after another.
///
/// In RGB with an opaque palette, each cube of 8 x 8 x 8 colours has a list of the palette colours
/// that can be nearest to a colour in it, made when it is first needed. Only these are compared.
/// Otherwise all palette colours are compared, and a cache keeps earlier answers.
struct NearestColour: Sendable {
  private let space: ColourSpace
  private let points: [SIMD4<Float>]
  /// The groups of all palette colours, followed by the groups of the cubes' lists.
  private var groups: [Group]
  private let allGroups: Range<Int>
  /// The list of each cube, as a range of groups; empty until it is needed.
  private var lists: [Range<Int32>]
  /// A cache of answers: the colour in the low half of a word, its code plus 1 in the high half.
  ///
  /// On a collision the later colour replaces the earlier one.
  private var seen: [UInt64]
  /// The mean distance from a palette colour to the nearest other one, in units of 8 bits.
  let spacing: Float

  private static let seenBits: UInt32 = 18

  init(among colours: [PackedColour], space: ColourSpace) {
    self.space = space
    points = colours.map(space.coordinates)
    groups = Group.groups(of: Array(points.indices), points)
    allGroups = groups.indices
    let hasLists = space == .rgb && colours.allSatisfy(\.isOpaque)
    lists = Array(repeating: 0..<0, count: hasLists ? 1 << 15 : 0)
    seen = Array(repeating: 0, count: hasLists ? 0 : 1 << Self.seenBits)
    spacing = Self.meanSpacing(of: colours.map(\.channels))
  }

  /// Returns the code of the colour nearest to the rounded channels; on a tie, the lowest code.
  @inline(__always)
  mutating func code(of channels: SIMD4<Float>) -> UInt8 {
    let whole = channels + 0.5
    let (red, green, blue) = (UInt32(whole.x), UInt32(whole.y), UInt32(whole.z))
    if lists.isEmpty {
      return remembered(PackedColour(red: red, green: green, blue: blue, alpha: UInt32(whole.w)))
    }
    let cube = Int((red & 0xF8) << 7 | (green & 0xF8) << 2 | blue >> 3)
    if lists[cube].isEmpty { list(cube) }
    let list = lists[cube]
    return nearest(
      to: SIMD4(Float(red), Float(green), Float(blue), 255),
      among: Int(list.lowerBound)..<Int(list.upperBound))
  }

  private mutating func remembered(_ colour: PackedColour) -> UInt8 {
    let place = Int((colour.number &* 0x9E37_79B1) >> (32 - Self.seenBits))
    let entry = seen[place]
    if UInt32(truncatingIfNeeded: entry) == colour.number, entry >> 32 != 0 {
      return UInt8(truncatingIfNeeded: entry >> 32 - 1)
    }
    let code = nearest(to: space.coordinates(of: colour), among: allGroups)
    seen[place] = UInt64(colour.number) | (UInt64(code) + 1) << 32
    return code
  }

  /// Makes the list of a cube.
  ///
  /// A colour is left out if its minimum distance to the cube exceeds the maximum distance of
  /// another colour to the cube.
  @inline(never)
  private mutating func list(_ cube: Int) {
    let first = SIMD4(Float(cube >> 10), Float(cube >> 5 & 31), Float(cube & 31), 0) * 8
    let (minimum, maximum) = (first + SIMD4(0, 0, 0, 255), first + SIMD4(7, 7, 7, 255))
    let limit = points.lazy.map { point in
      let far = pointwiseMax(maximum - point, point - minimum)
      return (far * far).sum()
    }.min()
    let near = points.indices.filter { index in
      let gap = pointwiseMax(pointwiseMax(minimum - points[index], points[index] - maximum), .zero)
      return (gap * gap).sum() <= limit ?? .infinity
    }
    let start = Int32(groups.count)
    groups += Group.groups(of: near, points)
    lists[cube] = start..<Int32(groups.count)
  }

  /// Returns the nearest colour; on a tie the lowest code, because groups have ascending codes.
  @inline(__always)
  private func nearest(to point: SIMD4<Float>, among range: Range<Int>) -> UInt8 {
    var best = SIMD8<Float>(repeating: .infinity)
    var codes = SIMD8<Int32>(repeating: .max)
    for number in range {
      let squares = groups[number].squares(from: point)
      let isNearer = squares .< best
      best.replace(with: squares, where: isNearer)
      codes.replace(with: groups[number].codes, where: isNearer)
    }
    let minimum = Self.minimum(best)
    var code = Int32.max
    for lane in 0..<8 where best[lane] == minimum { code = min(code, codes[lane]) }
    return UInt8(truncatingIfNeeded: code)
  }

  /// Replaces the standard library's `min` of a vector, which is a call and costs as much as the
  /// rest.
  @inline(__always)
  private static func minimum(_ numbers: SIMD8<Float>) -> Float {
    var four = numbers.lowHalf
    four.replace(with: numbers.highHalf, where: numbers.highHalf .< four)
    return min(min(four.x, four.y), min(four.z, four.w))
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

/// The coordinates of eight colours, as a structure of arrays.
private struct Group {
  private var x, y, z, w: SIMD8<Float>
  private(set) var codes = SIMD8<Int32>(repeating: .max)

  /// Unused lanes are infinitely far away.
  private init(_ codes: ArraySlice<Int>, _ points: [SIMD4<Float>]) {
    let far = SIMD8<Float>(repeating: .infinity)
    (x, y, z, w) = (far, far, far, far)
    for (lane, code) in codes.enumerated() {
      let point = points[code]
      (x[lane], y[lane], z[lane], w[lane]) = (point.x, point.y, point.z, point.w)
      self.codes[lane] = Int32(truncatingIfNeeded: code)
    }
  }

  /// Returns groups of the colours with some codes.
  static func groups(of codes: [Int], _ points: [SIMD4<Float>]) -> [Group] {
    stride(from: 0, to: codes.count, by: 8).map { start in
      Group(codes[start..<min(start + 8, codes.count)], points)
    }
  }

  @inline(__always)
  func squares(from point: SIMD4<Float>) -> SIMD8<Float> {
    let (x, y, z, w) = (x - point.x, y - point.y, z - point.z, w - point.w)
    return x * x + y * y + z * z + w * w
  }
}
