internal import VQFormats
internal import VectorQuantization

/// Damage to PNG files that the checksums do not reveal.
extension Mutator {
  /// Damages the order or the contents of a file's chunks, and corrects the checksums.
  mutating func spoilChunks(_ bytes: [UInt8], with others: [[UInt8]]) -> [UInt8] {
    var picture = PNGParts(of: bytes)
    guard !picture.parts.isEmpty else { return bytes }
    switch random.integer(below: 6) {
    case 0: picture.parts.remove(at: random.integer(below: picture.parts.count))
    case 1:
      let copied = pick(picture.parts)
      picture.parts.insert(copied, at: random.integer(below: picture.parts.count))
    case 2:
      let other = PNGParts(of: pick(others))
      guard !other.parts.isEmpty else { return bytes }
      picture.parts.insert(pick(other.parts), at: random.integer(below: picture.parts.count))
    case 3:
      let number = random.integer(below: picture.parts.count)
      let body = picture.parts[number].body
      let cut = random.integer(below: body.count + 1)
      picture.parts[number].body = Array(body[..<cut])
      picture.parts.insert((picture.parts[number].name, Array(body[cut...])), at: number + 1)
    default:
      let number = random.integer(below: picture.parts.count)
      let bodies = [picture.parts[number].body, [0, 0, 0, 1]]
      picture.parts[number].body = spoil(picture.parts[number].body, with: bodies)
    }
    return picture.file
  }

  /// Creates a PNG file with random rows, filters, indices and colours.
  ///
  /// Sizes, checksums and the zlib stream are correct or nearly correct.
  mutating func makeUpPNG() -> [UInt8] {
    let types: [(code: UInt8, channels: Int, depths: [Int])] = [
      (0, 1, [1, 2, 4, 8, 16]), (2, 3, [8, 16]), (3, 1, [1, 2, 4, 8]), (4, 2, [8, 16]),
      (6, 4, [8, 16]),
    ]
    let type = pick(types)
    let depth = pick(type.depths)
    let (width, height) = (1 + random.integer(below: 40), 1 + random.integer(below: 40))
    let isInterlaced = once(in: 2)

    var picture = PNGParts(of: [])
    picture.parts.append(
      (
        "IHDR",
        Self.word(width) + Self.word(height)
          + [UInt8(depth), type.code, 0, 0, isInterlaced ? 1 : 0]
      ))
    let colourCount = 1 + random.integer(below: 1 << min(depth, 8))
    if type.code == 3 || once(in: 8) { picture.parts.append(("PLTE", noise(3 * colourCount))) }
    if once(in: 3) {
      let count = type.code == 3 ? random.integer(below: colourCount + 1) : 2 * type.channels
      picture.parts.append(("tRNS", noise(count)))
    }
    var rows = lines(width, height, pixelBits: depth * type.channels, isInterlaced: isInterlaced)
    if once(in: 8) { rows = spoil(rows, with: [rows]) }
    for piece in Deflating.stored.pieces(of: rows) {
      let cut = random.integer(below: piece.count + 1)
      picture.parts.append(("IDAT", Array(piece[..<cut])))
      picture.parts.append(("IDAT", Array(piece[cut...])))
    }
    picture.parts.append(("IEND", []))
    return picture.file
  }

  /// Rows of random bytes, each preceded by a filter type that is usually valid.
  private mutating func lines(
    _ width: Int, _ height: Int, pixelBits: Int, isInterlaced: Bool
  ) -> [UInt8] {
    let adam7 = [
      (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
      (0, 1, 1, 2),
    ]
    var bytes: [UInt8] = []
    let isDark = once(in: 2)
    for (left, top, across, down) in isInterlaced ? adam7 : [(0, 0, 1, 1)] {
      let (columns, rows) = ((width - left + across - 1) / across, (height - top + down - 1) / down)
      guard columns > 0, rows > 0 else { continue }
      for _ in 0..<rows {
        bytes.append(once(in: 500) ? byte() : UInt8(random.integer(below: isDark ? 1 : 5)))
        let row = noise((columns * pixelBits + 7) / 8)
        bytes += isDark ? row.map { $0 & 1 } : row
      }
    }
    return bytes
  }

  private mutating func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in byte() } }

  private static func word(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
