/// A hash table from colours to numbers, such as counts.
///
/// It uses open addressing, and keeps the colour and its number in one word, because every pixel of
/// a picture is looked up.
struct ColourTable: Sendable {
  /// The colour in the low half and its number in the high half of a word; 0 for an empty slot.
  private var slots: [UInt64]
  /// The shift that turns a hash into the number of a cache line of eight slots.
  private var shift: UInt32
  private(set) var count = 0

  /// Creates a table with a capacity, which grows when needed.
  init(capacity: Int = 1 << 12) {
    var bits: UInt32 = 4
    while 1 << bits < 2 * capacity { bits += 1 }
    slots = Array(repeating: 0, count: 1 << bits)
    shift = 32 + 3 - bits
  }

  /// Returns the slot of a colour, or the empty slot where it belongs.
  @inline(__always)
  private func slot(of colour: PackedColour) -> Int {
    // Colours that differ only in the lowest bits share a cache line, because neighbouring pixels
    // are similar. D. Knuth's multiplicative hash, with the golden ratio, selects the line.
    let number = colour.number
    let line = ((number & 0xFFFE_FEFE) &* 0x9E37_79B1) >> shift
    let place = (number >> 14 & 4) | (number >> 7 & 2) | (number & 1)
    var slot = Int(truncatingIfNeeded: line << 3 | place)
    while slots[slot] != 0, UInt32(truncatingIfNeeded: slots[slot]) != colour.number {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  /// The number of a colour; 0 if the table does not have the colour.
  @inline(__always)
  subscript(colour: PackedColour) -> UInt32 {
    UInt32(truncatingIfNeeded: slots[slot(of: colour)] >> 32)
  }

  /// Adds a number above 0 to the number of a colour.
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

  /// Adds all numbers of another table.
  mutating func add(_ other: ColourTable) {
    // The other table's entries come in the order of their slots. Without enough capacity they
    // would fill one part of this table completely before it grows, and each look-up would scan
    // that part.
    let most = count + other.count
    if 2 * most > slots.count { grow(to: most) }
    for entry in other.slots where entry != 0 { add(entry) }
  }

  /// All colours with their numbers, sorted by colour.
  var entries: [(colour: PackedColour, number: UInt32)] {
    // Rotates the colour into the high bits, so that sorting the words sorts the colours.
    let turned = slots.lazy.filter { $0 != 0 }.map { $0 << 32 | $0 >> 32 }.sorted()
    return turned.map { entry in
      (
        PackedColour(number: UInt32(truncatingIfNeeded: entry >> 32)),
        UInt32(truncatingIfNeeded: entry)
      )
    }
  }
}
