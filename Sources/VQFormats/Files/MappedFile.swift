#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a file, mapped into memory, and read from disk on first access.
///
/// The memory begins on a page boundary and uses no heap. No process may truncate the file
/// meanwhile: the system terminates a process that accesses a mapped page beyond the end of the
/// file.
@safe struct MappedFile: ~Copyable {
  private let start: UnsafeMutableRawPointer?
  private let byteCount: Int
  /// Whether the memory was allocated rather than mapped.
  private let isAllocated: Bool

  /// Maps a regular file, or reads a stream to its end.
  init(opening path: String) throws(FormatError) {
    self = try FormatError.whenReading(path) { () throws(SystemError) in try Self.map(path) }
  }

  private static func map(_ path: String) throws(SystemError) -> MappedFile {
    let file = try FileDescriptor(reading: path)
    switch try file.kind {
    case .regular(let byteCount):
      return try MappedFile(byteCount: byteCount, of: file.number)
    case .stream:
      let bytes = try file.readToEnd()
      return try MappedFile(copying: unsafe bytes.span.bytes)
    case .folder:
      throw .isFolder
    }
  }

  /// Copies `bytes` into memory that begins on a page boundary.
  init(copying bytes: RawSpan) throws(SystemError) {
    try self.init(byteCount: bytes.byteCount, of: nil)
    guard let start = unsafe start else { return }
    // The new mapping is as long as `bytes`, writable, and referenced by no other code.
    unsafe bytes.withUnsafeBytes { source in
      unsafe UnsafeMutableRawBufferPointer(start: start, count: byteCount).copyMemory(from: source)
    }
  }

  /// Copies numbers into memory that begins on a page boundary; errors name `path`.
  init<Number: BitwiseCopyable & Numeric>(
    copying numbers: [Number], path: String
  ) throws(FormatError) {
    self = try FormatError.whenReading(path) { () throws(SystemError) in
      // Numbers have no padding, so each of these bytes has a value.
      try MappedFile(copying: unsafe numbers.span.bytes)
    }
  }

  /// Copies a range of the bytes to memory that begins on a page boundary; errors name `path`.
  func copy(_ range: Range<Int>, path: String) throws(FormatError) -> MappedFile {
    try FormatError.whenReading(path) { () throws(SystemError) in
      try MappedFile(copying: bytes.extracting(range))
    }
  }

  /// Allocates memory that begins on a page boundary, and calls `fill` to write it; errors name
  /// `path`.
  static func filled(
    byteCount: Int, path: String,
    by fill: (inout MutableSpan<UInt8>) throws(FormatError) -> Void
  ) throws(FormatError) -> MappedFile {
    let file = try FormatError.whenReading(path) { () throws(SystemError) in
      try MappedFile(byteCount: byteCount, of: nil)
    }
    // The new mapping has this length, is zeroed, writable, and referenced by no other code.
    let room = unsafe UnsafeMutableRawBufferPointer(start: file.start, count: byteCount)
    var output = unsafe MutableSpan<UInt8>(_unsafeBytes: room)
    try fill(&output)
    return file
  }

  private init(byteCount: Int, of file: Int32?) throws(SystemError) {
    self.byteCount = byteCount
    isAllocated = false
    guard byteCount > 0 else {
      unsafe start = nil
      return
    }
    let access = file == nil ? PROT_READ | PROT_WRITE : PROT_READ
    let kind = file == nil ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_PRIVATE
    let mapped = unsafe mmap(nil, byteCount, access, kind, file ?? -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { throw .last }
    unsafe start = mapped
  }

  /// Takes ownership of the memory of ``GrowingMemory``, whose first `byteCount` bytes are used.
  @unsafe init(adopting start: UnsafeMutableRawPointer?, byteCount: Int) {
    unsafe self.start = start
    self.byteCount = byteCount
    isAllocated = true
  }

  /// Whether the file begins with `prefix`.
  func starts(with prefix: [UInt8]) -> Bool {
    bytes.elements(as: UInt8.self).starts(with: prefix)
  }

  deinit {
    if isAllocated {
      unsafe free(start)
    } else if let start = unsafe start {
      unsafe munmap(start, byteCount)
    }
  }

  /// All bytes of the file.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      guard let start = unsafe start else { return RawSpan() }
      // The mapping is `byteCount` bytes long and lives as long as `self`.
      let span = unsafe RawSpan(_unsafeStart: start, byteCount: byteCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }
}

extension RawSpan {
  /// These bytes as numbers of a type for which every bit pattern is a value.
  ///
  /// The bytes must be a whole number of elements, and aligned for them.
  @_lifetime(copy self)
  func elements<Number: BitwiseCopyable & Numeric>(as type: Number.Type) -> Span<Number> {
    precondition(byteCount.isMultiple(of: MemoryLayout<Number>.stride), "elements are whole")
    // Every bit pattern is a value of `Number`; the initializer checks the alignment.
    return Span(_bytes: self)
  }
}

extension Span where Element: BitwiseCopyable & Numeric {
  /// The same numbers as `Number`, which must be their actual type: the compiler does not know it
  /// here.
  @_lifetime(copy self)
  func elements<Number: BitwiseCopyable & Numeric>(as type: Number.Type) -> Span<Number> {
    // Numbers have no padding, so each of these bytes has a value.
    unsafe bytes.elements(as: type)
  }
}
