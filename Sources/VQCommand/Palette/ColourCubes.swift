/// A table with one byte for each opaque colour, indexed directly.
///
/// The bytes are grouped in cubes of 16 x 16 x 16 colours. A cube has 4096 bytes and is allocated
/// at the first write. Within a cube, 4 x 4 x 4 colours share a cache line, because neighbouring
/// pixels are similar.
struct ColourCubes: Sendable {
  /// The start of each cube.
  ///
  /// Cubes that were never written share the first cube, which is all zeros.
  private var starts = [UInt32](repeating: 0, count: Self.count)
  private var bytes = [UInt8](repeating: 0, count: Self.size)

  /// The number of cubes.
  static let count = 4096
  /// The number of colours in a cube.
  static let size = 4096

  /// The byte of a colour, ignoring its opacity; 0 if no byte was written.
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

  /// Returns the bytes of a cube; `nil` if it was never written.
  func cube(_ number: Int) -> ArraySlice<UInt8>? {
    let start = Int(starts[number])
    return start == 0 ? nil : bytes[start..<(start + Self.size)]
  }
}

extension PackedColour {
  /// The position among all opaque colours, which keeps cubes of 16 x 16 x 16 colours together, and
  /// within them cubes of 4 x 4 x 4.
  @inline(__always)
  var place: Int {
    let cube = number & 0xF0_0000 | (number & 0xF000) << 4 | (number & 0xF0) << 8
    let cell = (number >> 8 & 0xC00) | (number >> 2 & 0x300) | (number << 4 & 0xC0)
    let rest = (number >> 12 & 0x30) | (number >> 6 & 0xC) | number & 3
    return Int(truncatingIfNeeded: cube | cell | rest)
  }

  /// Creates the opaque colour at a position.
  init(place: Int) {
    let place = UInt32(truncatingIfNeeded: place)
    let cube = place & 0xF0_0000 | (place & 0xF_0000) >> 4 | (place & 0xF000) >> 8
    let cell = (place & 0xC00) << 8 | (place & 0x300) << 2 | (place & 0xC0) >> 4
    let rest = (place & 0x30) << 12 | (place & 0xC) << 6 | place & 3
    self.init(number: 0xFF00_0000 | cube | cell | rest)
  }

  /// Whether the colour is fully opaque.
  @inline(__always)
  var isOpaque: Bool { number >> 24 == 255 }

  /// The number of the colour's cell of 4 x 4 x 4 x 4 colours; opacity is in the highest bits.
  var cell: UInt32 { (number >> 26) << 18 | UInt32(truncatingIfNeeded: place >> 6) }
}
