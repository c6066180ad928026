/// A byte for each of many opaque colours, without a search.
///
/// Bytes lie in cubes of 16 x 16 x 16 colours, each cube in a page of memory of its own that is there
/// once it is written to. Within one, 4 x 4 x 4 colours share a line of the cache, since pixels side
/// by side are alike.
struct ColourCubes: Sendable {
  /// Where each cube begins; those that were never written share the first, of zeros.
  private var starts = [UInt32](repeating: 0, count: Self.count)
  private var bytes = [UInt8](repeating: 0, count: Self.size)

  /// The number of cubes.
  static let count = 4096
  /// The number of colours in one.
  static let size = 4096

  /// The byte of a colour whose opacity is left out of account; 0 where none was written.
  @inline(__always)
  subscript(colour: PackedColour) -> UInt8 {
    get {
      let place = colour.place
      return bytes[Int(starts[place / Self.size]) | place % Self.size]
    }
    set {
      let place = colour.place
      if starts[place / Self.size] == 0 { add(cube: place / Self.size) }
      bytes[Int(starts[place / Self.size]) | place % Self.size] = newValue
    }
  }

  @inline(never)
  private mutating func add(cube: Int) {
    starts[cube] = UInt32(bytes.count)
    bytes.append(contentsOf: repeatElement(0, count: Self.size))
  }

  /// The bytes of a cube by their places in it; `nil` if it was never written.
  func cube(_ number: Int) -> ArraySlice<UInt8>? {
    let start = Int(starts[number])
    return start == 0 ? nil : bytes[start..<(start + Self.size)]
  }
}

extension PackedColour {
  /// A place among all opaque colours in which cubes of 16 x 16 x 16 are together, and in them those
  /// of 4 x 4 x 4.
  @inline(__always)
  var place: Int {
    let cube = number & 0xF0_0000 | (number & 0xF000) << 4 | (number & 0xF0) << 8
    let cell = (number >> 8 & 0xC00) | (number >> 2 & 0x300) | (number << 4 & 0xC0)
    let rest = (number >> 12 & 0x30) | (number >> 6 & 0xC) | number & 3
    return Int(truncatingIfNeeded: cube | cell | rest)
  }

  /// The opaque colour at a place.
  init(place: Int) {
    let place = UInt32(truncatingIfNeeded: place)
    let cube = place & 0xF0_0000 | (place & 0xF_0000) >> 4 | (place & 0xF000) >> 8
    let cell = (place & 0xC00) << 8 | (place & 0x300) << 2 | (place & 0xC0) >> 4
    let rest = (place & 0x30) << 12 | (place & 0xC) << 6 | place & 3
    self.init(number: 0xFF00_0000 | cube | cell | rest)
  }

  /// Whether nothing shines through.
  @inline(__always)
  var isOpaque: Bool { number >> 24 == 255 }

  /// The number of the 4 x 4 x 4 x 4 colours to which this one belongs, opacity the highest.
  var cell: UInt32 { (number >> 26) << 18 | UInt32(truncatingIfNeeded: place >> 6) }
}
