#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system's libjpeg-turbo, loaded at first use, so that the build needs no library.
///
/// All `unsafe` code for JPEG is in this file. The functions are those of `turbojpeg.h`, whose
/// signatures have not changed since version 2.0. Each pointer is passed for one call, with its
/// true length.
@safe struct TurboJPEG: Sendable {
  /// The library; `nil` if the system has none.
  static let system = TurboJPEG()

  fileprivate typealias Begin = @convention(c) () -> OpaquePointer?
  fileprivate typealias End = @convention(c) (OpaquePointer) -> Int32
  fileprivate typealias ErrorCode = @convention(c) (OpaquePointer?) -> Int32
  fileprivate typealias ErrorText = @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?
  fileprivate typealias ReadHeader =
    @convention(c) (
      OpaquePointer, UnsafePointer<UInt8>?, UInt, UnsafeMutablePointer<Int32>,
      UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>
    ) -> Int32
  fileprivate typealias Decompress =
    @convention(c) (
      OpaquePointer, UnsafePointer<UInt8>?, UInt, UnsafeMutablePointer<UInt8>?, Int32, Int32,
      Int32, Int32, Int32
    ) -> Int32

  fileprivate let begin: Begin
  fileprivate let end: End
  fileprivate let errorCode: ErrorCode
  fileprivate let errorText: ErrorText
  fileprivate let readHeader: ReadHeader
  fileprivate let decompress: Decompress

  /// Searches the library under the names that systems use.
  private init?() {
    let names = [
      "libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.0.dylib", "libturbojpeg.dylib",
      "/opt/homebrew/opt/jpeg-turbo/lib/libturbojpeg.dylib",
      "/usr/local/opt/jpeg-turbo/lib/libturbojpeg.dylib",
    ]
    for name in names {
      guard let library = unsafe dlopen(name, RTLD_NOW | RTLD_LOCAL) else { continue }
      // The library is never closed, so its functions stay valid. Each has the type given in
      // `turbojpeg.h`.
      guard let begin = unsafe dlsym(library, "tjInitDecompress"),
        let end = unsafe dlsym(library, "tjDestroy"),
        let errorCode = unsafe dlsym(library, "tjGetErrorCode"),
        let errorText = unsafe dlsym(library, "tjGetErrorStr2"),
        let readHeader = unsafe dlsym(library, "tjDecompressHeader3"),
        let decompress = unsafe dlsym(library, "tjDecompress2")
      else { continue }
      unsafe self.begin = unsafeBitCast(begin, to: Begin.self)
      unsafe self.end = unsafeBitCast(end, to: End.self)
      unsafe self.errorCode = unsafeBitCast(errorCode, to: ErrorCode.self)
      unsafe self.errorText = unsafeBitCast(errorText, to: ErrorText.self)
      unsafe self.readHeader = unsafeBitCast(readHeader, to: ReadHeader.self)
      unsafe self.decompress = unsafeBitCast(decompress, to: Decompress.self)
      return
    }
    return nil
  }
}

/// Constants of `turbojpeg.h`.
private enum Constant {
  static let (rgb, grey): (Int32, Int32) = (0, 6)
  static let warning: Int32 = 0
  /// Rejects files with more scans than any camera writes, which would take minutes to decode.
  static let limitScans: Int32 = 1 << 15
}

/// A decompressor of libjpeg-turbo, at a constant address.
@safe struct JPEGDecompressor: ~Copyable {
  private let handle: OpaquePointer
  private let library: TurboJPEG

  /// The contents of a file's header.
  struct Header: Equatable {
    /// The raw values are those of `turbojpeg.h`.
    enum Colours: Int32 {
      case rgb, yCbCr, grey, cmyk, ycck
    }

    let width: Int
    let height: Int
    let colours: Colours
  }

  /// The outcomes of decompression.
  enum Outcome: Equatable {
    case complete
    /// All pixels have a value, but some may be wrong; contains libjpeg's message about the last
    /// fault.
    case recovered(String)
    case failed(String)
  }

  /// Creates a decompressor; `nil` if there is not enough memory.
  init?(_ library: TurboJPEG) {
    guard let handle = unsafe library.begin() else { return nil }
    unsafe self.handle = handle
    self.library = library
  }

  deinit {
    _ = unsafe library.end(handle)
  }

  /// Reads the header of a file; `nil` if it is not usable.
  func header(of file: Span<UInt8>) -> Header? {
    var (width, height, sampling, colours): (Int32, Int32, Int32, Int32) = (0, 0, 0, -1)
    // The result is not checked: it also reports an unusual subsampling, which can be decompressed.
    // For a file without a picture the numbers stay unchanged.
    _ = unsafe file.withUnsafeBufferPointer { file in
      unsafe library.readHeader(
        handle, file.baseAddress, UInt(file.count), &width, &height, &sampling, &colours)
    }
    guard width > 0, height > 0, let colours = Header.Colours(rawValue: colours) else {
      return nil
    }
    return Header(width: Int(width), height: Int(height), colours: colours)
  }

  /// Decompresses a file to samples of one channel for grey pictures, otherwise of three.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - header: The header that ``header(of:)`` returned.
  ///   - samples: Receives the samples of all pixels.
  /// - Returns: The outcome, with libjpeg's message if there was a fault.
  func decompress(
    _ file: Span<UInt8>, _ header: Header, into samples: inout MutableSpan<UInt8>
  ) -> Outcome {
    let isGrey = header.colours == .grey
    let pixelBytes = isGrey ? 1 : 3
    precondition(
      samples.count == header.width * header.height * pixelBytes, "there is room for each pixel")
    let (width, height) = (Int32(header.width), Int32(header.height))
    let result = unsafe file.withUnsafeBufferPointer { file in
      unsafe samples.withUnsafeMutableBufferPointer { samples in
        unsafe library.decompress(
          handle, file.baseAddress, UInt(file.count), samples.baseAddress, width,
          width * Int32(pixelBytes), height, isGrey ? Constant.grey : Constant.rgb,
          Constant.limitScans)
      }
    }
    if result == 0 { return .complete }
    let isWarning = unsafe library.errorCode(handle) == Constant.warning
    return isWarning ? .recovered(lastError) : .failed(lastError)
  }

  /// The text of the last error, which the library keeps in its own memory until the next call.
  private var lastError: String {
    guard let text = unsafe library.errorText(handle) else { return "unknown error" }
    return unsafe String(cString: text)
  }
}
