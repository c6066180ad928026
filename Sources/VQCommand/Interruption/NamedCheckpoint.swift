internal import VQFormats

/// The content of a checkpoint file: a checkpoint, and the names of the features.
///
/// The names follow the checkpoint, one per line. After them come the number of their bytes, as
/// eight bytes with the least significant first, and a mark. If the features have no names, the
/// file holds only the checkpoint.
struct NamedCheckpoint {
  /// The bytes of the checkpoint, without names.
  let checkpoint: [UInt8]
  /// The names of the features; `nil` if they have none.
  let names: [String]?

  private static let mark = Array("vq-names".utf8)

  init(_ checkpoint: [UInt8], names: [String]?) {
    self.checkpoint = checkpoint
    // A name that contains a line feed would be read as two names.
    self.names = names.flatMap { names in names.contains { $0.contains("\n") } ? nil : names }
  }

  /// Reads a file.
  init(_ path: String) throws(FormatError) {
    let bytes = try FileBytes.read(path)
    let trailer = Self.mark.count + 8
    guard bytes.suffix(Self.mark.count).elementsEqual(Self.mark), bytes.count >= trailer else {
      self.init(bytes, names: nil)
      return
    }
    let word = bytes[(bytes.count - trailer)...].prefix(8)
    let count = word.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard count <= UInt64(bytes.count - trailer) else {
      self.init(bytes, names: nil)
      return
    }
    let start = bytes.count - trailer - Int(count)
    let text = String(decoding: bytes[start..<(bytes.count - trailer)], as: UTF8.self)
    self.init(
      Array(bytes[..<start]),
      names: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  /// The bytes of the file.
  var bytes: [UInt8] {
    guard let names else { return checkpoint }
    let text = Array(names.joined(separator: "\n").utf8)
    let count = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return checkpoint + text + count + Self.mark
  }
}
