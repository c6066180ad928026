internal import VectorQuantization

extension Mutator {
  /// A damaged file with this extension, or occasionally an intact one.
  mutating func input(from seeds: SeedFiles, named name: String) -> [UInt8] {
    let others = seeds.of(name)
    let seed = pick(others)
    if once(in: 200) { return seed }
    switch name {
    case "png":
      switch random.integer(below: 4) {
      case 0: return spoil(seed, with: others)
      case 1: return makeUpPNG()
      default:
        var bytes = once(in: 2) ? makeUpPNG() : seed
        repeat { bytes = spoilChunks(bytes, with: others) } while once(in: 2)
        return bytes
      }
    case "npz":
      return once(in: 2) ? spoil(seed, with: others) : makeUpNPZ(from: seed, with: others)
    case "check":
      // The hash at the end is usually corrected.
      let spoiled = spoil(Array(seed.dropLast(once(in: 8) ? 0 : 8)), with: others)
      var hash = BitHash()
      for byte in spoiled { hash.add(UInt64(byte)) }
      return spoiled + (0..<8).map { UInt8(truncatingIfNeeded: hash.value >> UInt64(8 * $0)) }
    default:
      return spoil(seed, with: others)
    }
  }
}
