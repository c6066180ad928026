/// A number for each of many colours: how often it occurs, for instance.
///
/// A hash table with open addressing, the colour and its number in one word, since a picture looks
/// every pixel up.
struct ColourTable: Sendable {
  /// A colour below its number; 0 where there is nothing.
  private var slots: [UInt64]
  /// How far to shift a hash, so that the number of a line of eight slots remains.
  private var shift: UInt32
  private(set) var count = 0

  /// Creates a table with room for so many colours; it grows.
  init(capacity: Int = 1 << 12) {
    var bits: UInt32 = 4
    while 1 << bits < 2 * capacity { bits += 1 }
    slots = Array(repeating: 0, count: 1 << bits)
    shift = 32 + 3 - bits
  }

  /// The slot of a colour, or the free one where it belongs.
  @inline(__always)
  private func slot(of colour: PackedColour) -> Int {
    // Colours that differ in lowest bits only share a cache line, since pixels side by side are
    // alike; lines are chosen by D. Knuth's multiplicative hash, by the golden ratio.
    let number = colour.number
    let line = ((number & 0xFFFE_FEFE) &* 0x9E37_79B1) >> shift
    let place = (number >> 14 & 4) | (number >> 7 & 2) | (number & 1)
    var slot = Int(truncatingIfNeeded: line << 3 | place)
    while slots[slot] != 0, UInt32(truncatingIfNeeded: slots[slot]) != colour.number {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  /// The number of a colour; 0 if it has none.
  @inline(__always)
  subscript(colour: PackedColour) -> UInt32 {
    UInt32(truncatingIfNeeded: slots[slot(of: colour)] >> 32)
  }

  /// Adds a number above 0 to that of a colour.
  @inline(__always)
  mutating func add(_ number: UInt32, to colour: PackedColour) {
    let slot = slot(of: colour)
    let isNew = slots[slot] == 0
    if isNew { slots[slot] = UInt64(colour.number) }
    slots[slot] += UInt64(number) << 32
    if isNew {
      count += 1
      if 2 * count > slots.count { grow(to: slots.count) }
    }
  }

  private mutating func grow(to capacity: Int) {
    var larger = ColourTable(capacity: capacity)
    for entry in slots where entry != 0 { larger.add(entry) }
    self = larger
  }

  private mutating func add(_ entry: UInt64) {
    add(
      UInt32(truncatingIfNeeded: entry >> 32),
      to: PackedColour(number: UInt32(truncatingIfNeeded: entry)))
  }

  /// Adds every number of another table.
  mutating func add(_ other: ColourTable) {
    // The other's entries come in the order of their slots. Without room for all of them, they would
    // fill one part of this table to the last slot before it grows, and each look-up would search it.
    let most = count + other.count
    if 2 * most > slots.count { grow(to: most) }
    for entry in other.slots where entry != 0 { add(entry) }
  }

  /// All colours with their numbers, by colour.
  var entries: [(colour: PackedColour, number: UInt32)] {
    // A colour that is turned to the highest bits sorts by itself.
    let turned = slots.lazy.filter { $0 != 0 }.map { $0 << 32 | $0 >> 32 }.sorted()
    return turned.map { entry in
      (
        PackedColour(number: UInt32(truncatingIfNeeded: entry >> 32)),
        UInt32(truncatingIfNeeded: entry)
      )
    }
  }
}
