internal import Synchronization

/// The bytes of a file in order, decompressed if the file is compressed with gzip.
///
/// This is the only way to read a pipe. A lock serialises the calls of several threads.
final class ByteStream: Sendable {
  private let state: Mutex<State>
  /// The path for error messages.
  let path: String

  /// The first bytes of a file compressed with gzip.
  static let gzipMagic: [UInt8] = [0x1F, 0x8B]

  /// Opens a file.
  init(opening path: String) throws(FormatError) {
    self.path = path
    let file = try FormatError.whenReading(path) { () throws(SystemError) in
      let file = try FileDescriptor(reading: path)
      guard try file.kind != .folder else { throw .isFolder }
      return file
    }
    file.adviseSequential()
    var state = State(file: file)
    try Self.rethrow(path) { () throws(StreamError) in try state.begin() }
    self.state = Mutex(state)
  }

  /// Whether the file is compressed.
  var isCompressed: Bool { state.withLock { $0.isCompressed } }

  /// Returns the next bytes, which a later call of `read(into:)` returns again.
  ///
  /// - Parameter count: The number of bytes.
  /// - Returns: The bytes; fewer if the file ends first.
  /// - Throws: ``FormatError`` if the file cannot be read.
  func peek(_ count: Int) throws(FormatError) -> [UInt8] {
    try Self.rethrow(path) { () throws(StreamError) in
      try state.withLock { state throws(StreamError) in try state.peek(count) }
    }
  }

  /// Fills `bytes`, or reads to the end of the file.
  ///
  /// - Returns: The number of bytes read.
  func read(into bytes: inout MutableSpan<UInt8>) throws(FormatError) -> Int {
    let result = state.withLock { state in
      Result { () throws(StreamError) in try state.read(into: &bytes) }
    }
    return try Self.rethrow(path) { () throws(StreamError) in try result.get() }
  }

  /// Reads the rest of the file into memory.
  func readToEnd() throws(FormatError) -> MappedFile {
    var memory = GrowingMemory()
    var count = 0
    while true {
      let block = max(1 << 20, count / 2)
      try FormatError.whenReading(path) { () throws(SystemError) in
        try memory.grow(toByteCount: count + block)
      }
      var bytes = memory.numbers(count + block, as: UInt8.self)
      var room = bytes._mutatingExtracting(count..<(count + block))
      let found = try read(into: &room)
      count += found
      if found < block { break }
    }
    return memory.finish(byteCount: count)
  }

  private static func rethrow<Value>(
    _ path: String, _ body: () throws(StreamError) -> Value
  ) throws(FormatError) -> Value {
    do throws(StreamError) {
      return try body()
    } catch {
      switch error {
      case .system(let error): throw .cannotOpen(path: path, reason: error.reason)
      case .corrupt:
        throw .invalid(
          path: path, place: nil, problem: "is damaged: it cannot be decompressed to its end",
          mend: "copy the file again, or check it with gzip -t")
      case .noLibrary:
        throw .invalid(
          path: path, place: nil, problem: "is compressed with gzip, and there is no zlib here",
          mend: "install zlib, or decompress the file with gzip -d first")
      }
    }
  }
}

private enum StreamError: Error {
  case system(SystemError), corrupt, noLibrary
}

/// An open file, and bytes that were read ahead.
private struct State: ~Copyable {
  let file: FileDescriptor
  fileprivate var inflater: Inflater?
  /// Compressed bytes of the file, not decompressed yet.
  fileprivate var packed: [UInt8] = []
  fileprivate var packedStart = 0
  fileprivate var isAtEnd = false
  /// Bytes that were peeked at, and are returned before any others.
  private var ahead: [UInt8] = []
  private var aheadStart = 0

  private static let packedByteCount = 1 << 18

  init(file: consuming FileDescriptor) {
    self.file = file
  }

  var isCompressed: Bool { inflater != nil }

  /// Checks whether the file is compressed.
  mutating func begin() throws(StreamError) {
    try fillPacked()
    guard packed.span.starts(with: ByteStream.gzipMagic) else {
      ahead = packed
      packed = []
      return
    }
    guard let zlib = Zlib.system else { throw .noLibrary }
    do throws(ZlibError) {
      inflater = try Inflater(zlib, kind: .gzip)
    } catch {
      throw .noLibrary
    }
  }

  mutating func peek(_ count: Int) throws(StreamError) -> [UInt8] {
    let known = ahead.count - aheadStart
    if known < count {
      var more = [UInt8](repeating: 0, count: count - known)
      var span = more.mutableSpan
      let found = try readOn(into: &span)
      ahead = Array(ahead[aheadStart...]) + more[..<found]
      aheadStart = 0
    }
    return Array(ahead[aheadStart...].prefix(count))
  }

  mutating func read(into bytes: inout MutableSpan<UInt8>) throws(StreamError) -> Int {
    let known = min(ahead.count - aheadStart, bytes.count)
    for index in 0..<known { bytes[index] = ahead[aheadStart + index] }
    aheadStart += known
    if aheadStart == ahead.count { (ahead, aheadStart) = ([], 0) }
    var room = bytes._mutatingExtracting(known..<bytes.count)
    return try known + readOn(into: &room)
  }

  /// Reads the bytes after those that were read ahead.
  private mutating func readOn(into bytes: inout MutableSpan<UInt8>) throws(StreamError) -> Int {
    var count = 0
    while count < bytes.count {
      var room = bytes._mutatingExtracting(count..<bytes.count)
      let found = try inflater == nil ? readPlain(into: &room) : inflate(into: &room)
      if found == 0 { break }
      count += found
    }
    return count
  }

  private mutating func readPlain(into bytes: inout MutableSpan<UInt8>) throws(StreamError) -> Int {
    if isAtEnd { return 0 }
    do throws(SystemError) {
      let found = try file.read(into: &bytes)
      isAtEnd = found == 0
      return found
    } catch {
      throw .system(error)
    }
  }

  fileprivate mutating func fillPacked() throws(StreamError) {
    var block = [UInt8](repeating: 0, count: Self.packedByteCount)
    var span = block.mutableSpan
    let found = try readPlain(into: &span)
    block.removeLast(block.count - found)
    (packed, packedStart) = (block, 0)
  }
}

extension State {
  /// Decompresses some bytes.
  ///
  /// - Returns: The number of bytes; 0 only at the end.
  private mutating func inflate(into bytes: inout MutableSpan<UInt8>) throws(StreamError) -> Int {
    while true {
      if packedStart == packed.count {
        if !isAtEnd { try fillPacked() }
        if packed.isEmpty {
          guard inflater?.isFinished == true else { throw .corrupt }
          return 0
        }
      }
      let (input, start) = (packed, packedStart)
      do throws(ZlibError) {
        let rest = input.span.extracting(droppingFirst: start)
        guard let step = try inflater?.inflate(rest, into: &bytes) else { return 0 }
        packedStart += step.read
        if step.written > 0 { return step.written }
        // Neither read nor wrote: the bytes after the end are not another gzip member.
        if step.read == 0 { throw .corrupt }
      } catch {
        throw error == .corrupt ? .corrupt : .noLibrary
      }
    }
  }
}
