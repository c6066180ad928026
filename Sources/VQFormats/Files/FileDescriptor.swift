#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file that closes when its owner is destroyed: system calls behind safe signatures.
///
/// Every `unsafe` here passes the system a pointer to a live value for one call, with its true
/// length. No pointer outlives the call.
struct FileDescriptor: ~Copyable {
  /// What a path leads to.
  enum Kind: Equatable {
    case regular(byteCount: Int)
    case folder
    /// A pipe, a terminal or a device: it has no size, and cannot be replaced.
    case stream
  }

  /// The system's number for the open file.
  let number: Int32

  private init(_ number: Int32) throws(SystemError) {
    guard number >= 0 else { throw .last }
    self.number = number
  }

  /// The path that means standard input.
  static let standardInput = "-"

  /// Opens an existing file to read from it; `-` is standard input.
  init(reading path: String) throws(SystemError) {
    if path == Self.standardInput {
      try self.init(dup(STDIN_FILENO))
    } else {
      try self.init(unsafe open(path, O_RDONLY | O_CLOEXEC))
    }
  }

  /// Opens an existing stream to write to it.
  init(writing path: String) throws(SystemError) {
    try self.init(unsafe open(path, O_WRONLY | O_CLOEXEC))
  }

  /// Creates a file that must not exist yet, with the permissions of the file at `original`, or the
  /// usual ones if there is none.
  ///
  /// The user's umask applies.
  init(creating path: String, permissionsOf original: String) throws(SystemError) {
    var status = stat()
    let mode = unsafe stat(original, &status) == 0 ? status.st_mode & 0o777 : 0o666
    try self.init(unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode))
  }

  deinit { _ = close(number) }

  /// Closes the file, and reports write errors that the system had deferred.
  consuming func finish() throws(SystemError) {
    let result = close(number)
    discard self
    guard result == 0 else { throw .last }
  }

  /// What this file is.
  var kind: Kind {
    get throws(SystemError) {
      var status = stat()
      guard unsafe fstat(number, &status) == 0 else { throw .last }
      return Self.kind(of: status)
    }
  }

  /// Writes all of `numbers`, as they are in memory.
  func writeAll<Number: BitwiseCopyable & Numeric>(
    _ numbers: Span<Number>
  ) throws(SystemError) {
    // Numbers have no padding, so each of these bytes has a value.
    var remaining = unsafe numbers.bytes
    while !remaining.isEmpty {
      let written = unsafe remaining.withUnsafeBytes { buffer in
        unsafe write(number, buffer.baseAddress, buffer.count)
      }
      if written < 0 {
        let error = SystemError.last
        guard error == .interrupted else { throw error }
      } else {
        remaining = remaining.extracting(droppingFirst: written)
      }
    }
  }

  /// Fills `bytes` from `offset` on, or reads to the end of the file; returns the number of bytes
  /// read.
  func readBytes(
    from offset: Int, into bytes: inout MutableSpan<UInt8>
  ) throws(SystemError) -> Int {
    var count = 0
    while count < bytes.count {
      let found = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          number, buffer.baseAddress.map { unsafe $0 + count }, buffer.count - count,
          off_t(offset + count))
      }
      if found < 0 {
        let error = SystemError.last
        guard error == .interrupted else { throw error }
      } else if found == 0 {
        return count
      } else {
        count += found
      }
    }
    return count
  }

  /// Advises the system to read ahead.
  func adviseSequential() {
    #if !canImport(Darwin)
      _ = posix_fadvise(number, 0, 0, POSIX_FADV_SEQUENTIAL)
    #endif
  }

  /// Reads some of the next bytes.
  ///
  /// - Returns: The number of bytes; 0 at the end of the file.
  func read(into bytes: inout MutableSpan<UInt8>) throws(SystemError) -> Int {
    while !bytes.isEmpty {
      let found = unsafe bytes.withUnsafeMutableBytes { buffer in
        #if canImport(Darwin)
          unsafe Darwin.read(number, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
          unsafe Musl.read(number, buffer.baseAddress, buffer.count)
        #else
          unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
        #endif
      }
      if found >= 0 { return found }
      let error = SystemError.last
      guard error == .interrupted else { throw error }
    }
    return 0
  }

  /// Reads a stream to its end.
  func readToEnd() throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var span = block.mutableSpan
      let found = try read(into: &span)
      if found == 0 { return bytes }
      bytes += block[..<found]
    }
  }
}

// MARK: Paths

extension FileDescriptor {
  /// What `path` leads to, symbolic links followed; `nil` if there is nothing.
  static func kind(at path: String) throws(SystemError) -> Kind? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      let error = SystemError.last
      guard error == .noSuchFile else { throw error }
      return nil
    }
    return kind(of: status)
  }

  /// The kind of an input path: like ``kind(at:)``, except that `-` is standard input.
  ///
  /// Standard input counts as a stream even if it is a file: it is read once, from its current
  /// position.
  static func kind(ofInput path: String) throws(SystemError) -> Kind? {
    path == standardInput ? .stream : try kind(at: path)
  }

  /// The path without symbolic links, of a file that exists.
  static func resolve(_ path: String) throws(SystemError) -> String {
    guard let resolved = unsafe realpath(path, nil) else { throw .last }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Moves a file to `target` in one step, in place of any file there.
  static func move(_ source: String, to target: String) throws(SystemError) {
    guard unsafe rename(source, target) == 0 else { throw .last }
  }

  /// Removes the file at `path`, if it is there.
  static func remove(_ path: String) {
    _ = unsafe unlink(path)
  }

  private static func kind(of status: stat) -> Kind {
    switch status.st_mode & S_IFMT {
    case S_IFREG: .regular(byteCount: Int(status.st_size))
    case S_IFDIR: .folder
    default: .stream
    }
  }
}

// MARK: Errors

/// Why a system call failed.
struct SystemError: Error, Equatable {
  let code: Int32

  static var last: SystemError { SystemError(code: errno) }
  static let interrupted = SystemError(code: EINTR)
  static let noSuchFile = SystemError(code: ENOENT)
  static let outOfMemory = SystemError(code: ENOMEM)
  static let isFolder = SystemError(code: EISDIR)
  static let brokenPipe = SystemError(code: EPIPE)
  /// No space on the disk, in the user's quota, or in one file.
  static let full = [ENOSPC, EDQUOT, EFBIG].map { SystemError(code: $0) }

  /// The system's error message.
  var reason: String {
    guard let words = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: words)
  }
}
