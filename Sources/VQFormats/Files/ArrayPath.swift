/// The path of a file, or of an array in one: `file.npz:member`.
struct ArrayPath {
  let file: String
  /// The name of the array in an `.npz` file; `nil` if none was named.
  let member: String?

  /// Splits a path into file and member.
  ///
  /// If a file with the whole name exists, the path names that file, whatever colons it contains.
  /// Otherwise the first `.npz:` ends the path of the file.
  init(_ path: String) {
    let mark = Array(".npz:".utf8)
    let bytes = Array(path.utf8)
    let isFile = (try? FileDescriptor.kind(at: path)) != nil
    let start = bytes.indices.first { start in
      start + mark.count <= bytes.count
        && mark.indices.allSatisfy { lowercase(bytes[start + $0]) == mark[$0] }
    }
    guard let start, !isFile else {
      (file, member) = (path, nil)
      return
    }
    let colon = start + mark.count - 1
    file = String(decoding: bytes[..<colon], as: UTF8.self)
    member = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
  }
}

private func lowercase(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
