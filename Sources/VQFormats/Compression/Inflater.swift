/// Decompresses a deflate stream, a piece at a time.
///
/// A gzip file may consist of several consecutive members, as `cat a.gz b.gz` and parallel
/// compressors write it. They are read as one stream. Zero bytes after a member are padding.
///
/// ```swift
/// var inflater = try Inflater(zlib, kind: .gzip)
/// let step = try inflater.inflate(input, into: &output)
/// // Drop `step.read` bytes of the input, and use `step.written` bytes of the output.
/// ```
@safe package struct Inflater: ~Copyable {
  /// The format around the deflated bytes.
  package enum Kind: Sendable {
    /// A zlib header and an Adler-32 checksum (RFC 1950).
    case zlib
    /// A gzip header, a CRC-32 checksum and a length (RFC 1952), possibly repeated.
    case gzip
    /// No header and no checksum (RFC 1951).
    case raw
  }

  // The state of zlib, whose address must not change.
  private let stream: UnsafeMutablePointer<ZlibStream>
  private let zlib: Zlib
  private let kind: Kind
  /// Whether the end of the stream was read and its checksum is correct.
  ///
  /// A gzip stream is finished at the end of each member: it is complete if the input ends there.
  package private(set) var isFinished = false

  /// Starts a stream.
  ///
  /// - Parameters:
  ///   - zlib: The library.
  ///   - kind: The format around the deflated bytes.
  /// - Throws: ``ZlibError/unusable``.
  package init(_ zlib: Zlib, kind: Kind = .zlib) throws(ZlibError) {
    self.zlib = zlib
    self.kind = kind
    unsafe stream = UnsafeMutablePointer<ZlibStream>.allocate(capacity: 1)
    unsafe stream.initialize(to: ZlibStream())
    let result = unsafe zlib.inflateInit(
      stream, kind.windowBits, ZlibConstant.version, Int32(MemoryLayout<ZlibStream>.size))
    guard result == ZlibConstant.ok else {
      unsafe stream.deallocate()
      throw .unusable
    }
  }

  deinit {
    _ = unsafe zlib.inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Decompresses until the input is consumed, the output is full, or a stream or member ends.
  ///
  /// - Parameters:
  ///   - input: The next bytes of the stream.
  ///   - output: Receives decompressed bytes from its start.
  /// - Returns: The number of bytes read from the input, and the number written to the output.
  /// - Throws: ``ZlibError/corrupt`` if the bytes are damaged or a checksum is wrong.
  package mutating func inflate(
    _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>
  ) throws(ZlibError) -> (read: Int, written: Int) {
    guard isFinished else { return try advance(input, into: &output) }
    guard kind == .gzip else { return (0, 0) }
    let padding = input.indices.first { input[$0] != 0 } ?? input.count
    guard padding < input.count else { return (padding, 0) }

    guard unsafe zlib.inflateReset(stream) == ZlibConstant.ok else { throw .unusable }
    isFinished = false
    let step = try advance(input.extracting(droppingFirst: padding), into: &output)
    return (padding + step.read, step.written)
  }

  private mutating func advance(
    _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>
  ) throws(ZlibError) -> (read: Int, written: Int) {
    let (available, room) = (min(input.count, 1 << 30), min(output.count, 1 << 30))
    // Both buffers stay in place during the call, and zlib does not use them afterwards.
    let result = unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe stream.pointee.nextIn = input.baseAddress
        unsafe stream.pointee.availableIn = UInt32(available)
        unsafe stream.pointee.nextOut = output.baseAddress
        unsafe stream.pointee.availableOut = UInt32(room)
        return unsafe zlib.inflate(stream, ZlibConstant.noFlush)
      }
    }
    guard [ZlibConstant.ok, ZlibConstant.streamEnd, ZlibConstant.bufferError].contains(result)
    else { throw .corrupt }
    isFinished = result == ZlibConstant.streamEnd
    return unsafe (
      available - Int(stream.pointee.availableIn), room - Int(stream.pointee.availableOut)
    )
  }
}

extension Inflater.Kind {
  /// The code of the kind for `inflateInit2`, with a window of 2^15 bytes, the maximum that
  /// compressors use.
  fileprivate var windowBits: Int32 {
    switch self {
    case .zlib: 15
    case .gzip: 15 + 16
    case .raw: -15
    }
  }
}
