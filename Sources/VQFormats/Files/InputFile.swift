/// A file that is open, and whose format is not known yet.
///
/// A regular file is mapped. A pipe or a file compressed with gzip is read as a stream of bytes.
struct InputFile: ~Copyable {
  enum Storage: ~Copyable {
    case mapped(MappedFile)
    case stream(ByteStream)
  }

  let storage: Storage
  /// The first bytes, at most 64 KB, decompressed.
  let head: [UInt8]
  let path: String

  private static let headByteCount = 1 << 16

  init(opening path: String) throws(FormatError) {
    self.path = path
    let kind = try FormatError.whenReading(path) { () throws(SystemError) in
      try FileDescriptor.kind(ofInput: path)
    }
    if case .regular? = kind {
      let file = try MappedFile(opening: path)
      if !file.starts(with: ByteStream.gzipMagic) {
        head = Self.head(of: file)
        storage = .mapped(file)
        return
      }
    }
    let stream = try ByteStream(opening: path)
    head = try stream.peek(Self.headByteCount)
    storage = .stream(stream)
  }

  /// The format of the file: the one given in `options`, or else the recognised one.
  func format(_ options: ReadingOptions) throws(FormatError) -> FileFormat {
    if let given = options.format { return given }
    return try FileFormat(recognizing: head.span, of: path)
  }

  private static func head(of file: borrowing MappedFile) -> [UInt8] {
    let bytes = file.bytes.elements(as: UInt8.self).extracting(first: headByteCount)
    return [UInt8](capacity: bytes.count) { output in
      for index in bytes.indices { output.append(bytes[index]) }
    }
  }

  /// All bytes in memory: mapped, or read to the end.
  consuming func contents() throws(FormatError) -> MappedFile {
    switch consume storage {
    case .mapped(let file): return file
    case .stream(let stream): return try stream.readToEnd()
    }
  }
}
