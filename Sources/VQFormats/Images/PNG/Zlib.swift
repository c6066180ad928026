#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system's zlib, found when it is first needed, so that nothing is needed to build this.
///
/// Every `unsafe` of PNG is in this file. The functions are those of `zlib.h`, which have
/// kept their signatures since version 1.2; zlib itself refuses a ``Stream`` of another size than
/// its own. Pointers are lent for one call each, with their true lengths.
@safe struct Zlib: Sendable {
  /// The library; `nil` where there is none.
  static let system = Zlib()

  fileprivate typealias Begin =
    @convention(c) (
      UnsafeMutableRawPointer, UnsafePointer<CChar>, Int32
    ) -> Int32
  fileprivate typealias BeginDeflate =
    @convention(c) (
      UnsafeMutableRawPointer, Int32, Int32, Int32, Int32, Int32, UnsafePointer<CChar>, Int32
    ) -> Int32
  fileprivate typealias Advance = @convention(c) (UnsafeMutableRawPointer, Int32) -> Int32
  fileprivate typealias End = @convention(c) (UnsafeMutableRawPointer) -> Int32
  fileprivate typealias SetDictionary =
    @convention(c) (
      UnsafeMutableRawPointer, UnsafePointer<UInt8>?, UInt32
    ) -> Int32
  fileprivate typealias Check = @convention(c) (UInt, UnsafePointer<UInt8>?, UInt32) -> UInt

  fileprivate let inflateInit: Begin
  fileprivate let inflate: Advance
  fileprivate let inflateEnd: End
  fileprivate let deflateInit: BeginDeflate
  fileprivate let deflateSetDictionary: SetDictionary
  fileprivate let deflate: Advance
  fileprivate let deflateEnd: End
  private let crc32: Check

  /// Looks for the library under the names that systems give it.
  private init?() {
    let names = ["libz.so.1", "libz.so", "libz.1.dylib", "libz.dylib"]
    for name in names {
      guard let library = unsafe dlopen(name, RTLD_NOW | RTLD_LOCAL) else { continue }
      // The library is never closed, so its functions stay; each has the type that `zlib.h` gives.
      guard let inflateInit = unsafe dlsym(library, "inflateInit_"),
        let inflate = unsafe dlsym(library, "inflate"),
        let inflateEnd = unsafe dlsym(library, "inflateEnd"),
        let deflateInit = unsafe dlsym(library, "deflateInit2_"),
        let deflateSetDictionary = unsafe dlsym(library, "deflateSetDictionary"),
        let deflate = unsafe dlsym(library, "deflate"),
        let deflateEnd = unsafe dlsym(library, "deflateEnd"),
        let crc32 = unsafe dlsym(library, "crc32")
      else { continue }
      unsafe self.inflateInit = unsafeBitCast(inflateInit, to: Begin.self)
      unsafe self.inflate = unsafeBitCast(inflate, to: Advance.self)
      unsafe self.inflateEnd = unsafeBitCast(inflateEnd, to: End.self)
      unsafe self.deflateInit = unsafeBitCast(deflateInit, to: BeginDeflate.self)
      unsafe self.deflateSetDictionary = unsafeBitCast(
        deflateSetDictionary, to: SetDictionary.self)
      unsafe self.deflate = unsafeBitCast(deflate, to: Advance.self)
      unsafe self.deflateEnd = unsafeBitCast(deflateEnd, to: End.self)
      unsafe self.crc32 = unsafeBitCast(crc32, to: Check.self)
      return
    }
    return nil
  }

  /// The checksum of ISO 3309 of bytes that follow others.
  func crc32(of bytes: Span<UInt8>, after checksum: UInt32 = 0) -> UInt32 {
    var checksum = UInt(checksum)
    var rest = bytes
    while !rest.isEmpty {
      let part = rest.extracting(first: 1 << 30)
      checksum = unsafe part.withUnsafeBufferPointer { buffer in
        unsafe crc32(checksum, buffer.baseAddress, UInt32(buffer.count))
      }
      rest = rest.extracting(droppingFirst: part.count)
    }
    return UInt32(truncatingIfNeeded: checksum)
  }
}

/// zlib's `z_stream`, field by field.
///
/// It is safe as it lies there; whoever hands it to zlib sees to its pointers.
@safe private struct Stream {
  var nextIn: UnsafePointer<UInt8>?
  var availableIn: UInt32 = 0
  var totalIn: UInt = 0
  var nextOut: UnsafeMutablePointer<UInt8>?
  var availableOut: UInt32 = 0
  var totalOut: UInt = 0
  var message: UnsafePointer<CChar>?
  var state: OpaquePointer?
  var allocate: OpaquePointer?
  var free: OpaquePointer?
  var opaque: OpaquePointer?
  var dataType: Int32 = 0
  var adler: UInt = 0
  var reserved: UInt = 0
}

/// Constants of `zlib.h`.
private enum Constant {
  static let version = "1"
  static let (noFlush, syncFlush, finish): (Int32, Int32, Int32) = (0, 2, 4)
  static let (ok, streamEnd, bufferError): (Int32, Int32, Int32) = (0, 1, -5)
  static let (deflated, rawWindow, memory, usual): (Int32, Int32, Int32, Int32) = (8, -15, 9, 0)
}

/// What zlib finds wrong.
enum ZlibError: Error {
  /// The bytes are no deflate stream, or their checksum is wrong.
  case corrupt
  /// zlib has no memory, or does not know the stream's layout.
  case unusable
}

/// A zlib stream being read: zlib's own state, at one address, as zlib demands.
@safe struct Inflater: ~Copyable {
  private let stream: UnsafeMutablePointer<Stream>
  private let zlib: Zlib
  /// Whether the end of the stream was seen, its checksum right.
  private(set) var isFinished = false

  init(_ zlib: Zlib) throws(ZlibError) {
    self.zlib = zlib
    unsafe stream = UnsafeMutablePointer<Stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: Stream())
    let result = unsafe zlib.inflateInit(
      stream, Constant.version, Int32(MemoryLayout<Stream>.size))
    guard result == Constant.ok else {
      unsafe stream.deallocate()
      throw .unusable
    }
  }

  deinit {
    _ = unsafe zlib.inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Reads on until the input is used up, the output full or the stream at its end.
  ///
  /// - Returns: How many bytes of each were used.
  mutating func inflate(
    _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>
  ) throws(ZlibError) -> (read: Int, written: Int) {
    let (available, room) = (min(input.count, 1 << 30), min(output.count, 1 << 30))
    // Both stay where they are during the call, after which zlib forgets them.
    let result = unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe stream.pointee.nextIn = input.baseAddress
        unsafe stream.pointee.availableIn = UInt32(available)
        unsafe stream.pointee.nextOut = output.baseAddress
        unsafe stream.pointee.availableOut = UInt32(room)
        return unsafe zlib.inflate(stream, Constant.noFlush)
      }
    }
    guard [Constant.ok, Constant.streamEnd, Constant.bufferError].contains(result) else {
      throw .corrupt
    }
    isFinished = result == Constant.streamEnd
    return unsafe (
      available - Int(stream.pointee.availableIn), room - Int(stream.pointee.availableOut)
    )
  }
}

extension Zlib {
  /// Compresses a block to a piece of a raw deflate stream, which ends at a byte.
  ///
  /// - Parameters:
  ///   - block: At most 1 GiB.
  ///   - dictionary: What comes before the block; the last 32 KiB of it matter.
  ///   - level: The effort, from 1 to 9.
  ///   - isLast: Whether the stream ends with the block.
  /// - Returns: The piece.
  /// - Throws: ``ZlibError/unusable``, for want of memory for instance.
  func deflate(
    _ block: Span<UInt8>, after dictionary: Span<UInt8>, level: Int, isLast: Bool
  ) throws(ZlibError) -> [UInt8] {
    var state = Stream()
    // Incompressible bytes grow by less than this; zlib is asked again if they should not.
    var bytes = [UInt8](repeating: 0, count: block.count + block.count >> 3 + 128)
    var written = 0
    // zlib keeps the address of its state, which is one for the time of the closure.
    let result = unsafe withUnsafeMutablePointer(to: &state) { stream in
      var result = unsafe deflateInit(
        stream, Int32(level), Constant.deflated, Constant.rawWindow, Constant.memory,
        Constant.usual, Constant.version, Int32(MemoryLayout<Stream>.size))
      guard result == Constant.ok else { return result }
      defer { _ = unsafe deflateEnd(stream) }
      if !dictionary.isEmpty {
        unsafe dictionary.extracting(last: 1 << 15).withUnsafeBufferPointer { buffer in
          result = unsafe deflateSetDictionary(stream, buffer.baseAddress, UInt32(buffer.count))
        }
      }
      return unsafe block.withUnsafeBufferPointer { input in
        unsafe stream.pointee.nextIn = input.baseAddress
        unsafe stream.pointee.availableIn = UInt32(input.count)
        repeat {
          if written == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
          let room = min(bytes.count - written, 1 << 30)
          unsafe bytes.withUnsafeMutableBufferPointer { output in
            unsafe stream.pointee.nextOut = output.baseAddress.map { unsafe $0 + written }
            unsafe stream.pointee.availableOut = UInt32(room)
            result = unsafe deflate(stream, isLast ? Constant.finish : Constant.syncFlush)
          }
          written += unsafe room - Int(stream.pointee.availableOut)
        } while unsafe stream.pointee.availableOut == 0 && result >= Constant.ok
        return result
      }
    }
    guard result == (isLast ? Constant.streamEnd : Constant.ok) else { throw .unusable }
    bytes.removeLast(bytes.count - written)
    return bytes
  }
}
