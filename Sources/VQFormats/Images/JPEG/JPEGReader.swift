/// Reads JPEG files: grey pictures as one channel, others as red, green and blue.
///
/// The system's libjpeg-turbo is loaded at run time. The picture is turned as its Exif data
/// specify. Colour profiles are not applied.
public enum JPEGReader {
  /// The first bytes of a JPEG file.
  static let signature: [UInt8] = [0xFF, 0xD8, 0xFF]

  /// A block of 8 x 8 pixels takes at least one bit.
  private static let maximumPixelsPerByte = 512

  /// Whether libjpeg-turbo is available on this machine.
  public static var isAvailable: Bool { TurboJPEG.system != nil }

  /// Reads a picture.
  ///
  /// - Parameter path: The path of the file.
  /// - Returns: The picture, with 8-bit samples.
  /// - Throws: ``FormatError`` if the file cannot be read, is damaged or truncated, is in CMYK, or
  ///   the library is missing.
  /// - Complexity: O(pixels) in time and memory.
  public static func read(_ path: String) throws(FormatError) -> Image {
    try read(MappedFile(opening: path), path: path).image
  }

  static func read(
    _ file: borrowing MappedFile, path: String
  ) throws(FormatError) -> DecodedPicture {
    guard let library = TurboJPEG.system else {
      throw .invalid(
        path: path, place: nil,
        problem: "is a JPEG, and the library libjpeg-turbo that reads it is not on this machine",
        mend: "install it with apt-get install libturbojpeg0, or brew install jpeg-turbo on macOS")
    }
    guard let decompressor = JPEGDecompressor(library) else {
      throw .cannotOpen(path: path, reason: "libjpeg-turbo cannot start")
    }
    let bytes = file.bytes.elements(as: UInt8.self)
    guard let header = decompressor.header(of: bytes) else {
      throw damaged(path, "is a JPEG with a header that cannot be read")
    }
    try check(header, byteCount: bytes.count, path: path)
    let markers = JPEGMarkers(bytes)
    guard markers.hasEnd else { throw damaged(path, "is a JPEG that ends before its picture does") }
    return try decompress(bytes, header, by: decompressor, path: path)
      .turned(by: markers.orientation)
  }

  /// Refuses unsupported pictures, before memory is allocated for them.
  private static func check(
    _ header: JPEGDecompressor.Header, byteCount: Int, path: String
  ) throws(FormatError) {
    if [.cmyk, .ycck].contains(header.colours) {
      throw .invalid(
        path: path, place: nil,
        problem: "is a JPEG in CMYK, the colours of printing inks, and RGB or grey is needed",
        mend: "convert it with: magick \(path) -colorspace sRGB rgb.png")
    }
    try Image.checkSize(width: header.width, height: header.height, path: path)
    guard header.width * header.height / maximumPixelsPerByte <= byteCount else {
      throw damaged(
        path, "has too few bytes for a JPEG of \(header.width) x \(header.height) pixels")
    }
  }

  private static func decompress(
    _ file: Span<UInt8>, _ header: JPEGDecompressor.Header,
    by decompressor: borrowing JPEGDecompressor, path: String
  ) throws(FormatError) -> DecodedPicture {
    let channelCount = header.colours == .grey ? 1 : 3
    var samples = [UInt8](repeating: 0, count: header.width * header.height * channelCount)
    var room = samples.mutableSpan
    let outcome = decompressor.decompress(file, header, into: &room)
    var warnings = PictureWarnings(path: path)
    switch outcome {
    case .complete: break
    case .recovered(let fault):
      // libjpeg fills the rest of a truncated picture with grey.
      if fault.lowercased().contains("premature end") {
        throw damaged(path, "is a JPEG that ends before its picture does")
      }
      warnings.add(nil, "is damaged, and some pixels may be wrong: libjpeg says \"\(fault)\"")
    case .failed(let fault):
      throw damaged(path, "is a JPEG that cannot be decoded: libjpeg says \"\(fault)\"")
    }
    let image = Image(
      width: header.width, height: header.height, channelCount: channelCount,
      samples: .bytes(samples))
    return DecodedPicture(image: image, warnings: warnings.all)
  }

  private static func damaged(_ path: String, _ problem: String) -> FormatError {
    .invalid(path: path, place: nil, problem: problem, mend: "copy or write the picture again")
  }
}

extension DecodedPicture {
  fileprivate func turned(by orientation: ImageOrientation) -> DecodedPicture {
    DecodedPicture(image: orientation.applied(to: image), warnings: warnings)
  }
}
