internal import Synchronization

/// The bytes of a file from its first to its last, unpacked if the file is compressed with gzip.
///
/// A pipe can be read in no other way. One thread at a time reads.
final class ByteStream: Sendable {
  private let state: Mutex<State>
  /// What errors name.
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

  /// Whether the bytes are unpacked on the way.
  var isCompressed: Bool { state.withLock { $0.isCompressed } }

  /// The first bytes that were not read yet, which are still to be read.
  ///
  /// - Parameter count: How many.
  /// - Returns: The bytes; fewer if the file ends before.
  /// - Throws: ``FormatError`` if the file cannot be read.
  func peek(_ count: Int) throws(FormatError) -> [UInt8] {
    try Self.rethrow(path) { () throws(StreamError) in
      try state.withLock { state throws(StreamError) in try state.peek(count) }
    }
  }

  /// Reads as many bytes as there is room for, or to the end of the file.
  ///
  /// - Returns: How many there were.
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

/// An open file, and what was read of it ahead of its use.
private struct State: ~Copyable {
  let file: FileDescriptor
  fileprivate var inflater: Inflater?
  /// Bytes as the file has them, before they are unpacked.
  fileprivate var packed: [UInt8] = []
  fileprivate var packedStart = 0
  fileprivate var isAtEnd = false
  /// Bytes to be given before any others.
  private var ahead: [UInt8] = []
  private var aheadStart = 0

  private static let packedByteCount = 1 << 18

  init(file: consuming FileDescriptor) {
    self.file = file
  }

  var isCompressed: Bool { inflater != nil }

  /// Finds out whether the file is compressed.
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

  /// Reads what follows the bytes that were read ahead.
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
  /// Unpacks some bytes.
  ///
  /// - Returns: How many; 0 only at the end.
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
        // Neither read nor written: bytes that follow the end, and are no member.
        if step.read == 0 { throw .corrupt }
      } catch {
        throw error == .corrupt ? .corrupt : .noLibrary
      }
    }
  }
}
