#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system's zlib, loaded at first use, so that the build needs no library.
///
/// The `unsafe` code around zlib is in this file, `Inflater.swift` and `Zlib+Deflate.swift`. The
/// functions are those of `zlib.h`, whose signatures have not changed since version 1.2. zlib
/// itself rejects a ``ZlibStream`` of the wrong size. Each pointer is passed for one call, with its
/// true length.
@safe package struct Zlib: Sendable {
  /// The library; `nil` if the system has none.
  package static let system = Zlib()

  typealias BeginInflate =
    @convention(c) (
      UnsafeMutableRawPointer, Int32, UnsafePointer<CChar>, Int32
    ) -> Int32
  typealias BeginDeflate =
    @convention(c) (
      UnsafeMutableRawPointer, Int32, Int32, Int32, Int32, Int32, UnsafePointer<CChar>, Int32
    ) -> Int32
  typealias Advance = @convention(c) (UnsafeMutableRawPointer, Int32) -> Int32
  typealias End = @convention(c) (UnsafeMutableRawPointer) -> Int32
  typealias SetDictionary =
    @convention(c) (
      UnsafeMutableRawPointer, UnsafePointer<UInt8>?, UInt32
    ) -> Int32
  typealias Check = @convention(c) (UInt, UnsafePointer<UInt8>?, UInt32) -> UInt

  let inflateInit: BeginInflate
  let inflate: Advance
  let inflateReset: End
  let inflateEnd: End
  let deflateInit: BeginDeflate
  let deflateSetDictionary: SetDictionary
  let deflate: Advance
  let deflateEnd: End
  private let crc32: Check

  /// Searches the library under the names that systems use.
  private init?() {
    let names = ["libz.so.1", "libz.so", "libz.1.dylib", "libz.dylib"]
    for name in names {
      guard let library = unsafe dlopen(name, RTLD_NOW | RTLD_LOCAL) else { continue }
      // The library is never closed, so its functions stay valid. Each has the type given in
      // `zlib.h`.
      guard let inflateInit = unsafe dlsym(library, "inflateInit2_"),
        let inflate = unsafe dlsym(library, "inflate"),
        let inflateReset = unsafe dlsym(library, "inflateReset"),
        let inflateEnd = unsafe dlsym(library, "inflateEnd"),
        let deflateInit = unsafe dlsym(library, "deflateInit2_"),
        let deflateSetDictionary = unsafe dlsym(library, "deflateSetDictionary"),
        let deflate = unsafe dlsym(library, "deflate"),
        let deflateEnd = unsafe dlsym(library, "deflateEnd"),
        let crc32 = unsafe dlsym(library, "crc32")
      else { continue }
      unsafe self.inflateInit = unsafeBitCast(inflateInit, to: BeginInflate.self)
      unsafe self.inflate = unsafeBitCast(inflate, to: Advance.self)
      unsafe self.inflateReset = unsafeBitCast(inflateReset, to: End.self)
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

  /// The CRC-32 checksum of `bytes`, appended to bytes with a known checksum.
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
