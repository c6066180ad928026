internal import VectorQuantization

/// Writes PNG files: pictures of up to 256 colours with a palette, others with full samples.
///
/// The system's zlib compresses them on all processors; the file does not depend on the number of
/// threads. Without zlib, pictures are stored uncompressed.
///
/// Portable Network Graphics, third edition, W3C 2025; zlib, RFC 1950; deflate, RFC 1951.
public enum PNGWriter {
  /// Writes a picture with a palette to a temporary file next to its target.
  ///
  /// The file stores the indices and the palette unchanged, with the minimum number of bits an
  /// index: 1, 2, 4 or 8.
  ///
  /// - Parameters:
  ///   - picture: The picture.
  ///   - path: The path of the file to replace or create.
  ///   - metadata: The pixel size, gamma, primaries and colour profile of another PNG file whose
  ///     samples are in the same colour space. A profile for greys is left out.
  ///   - workers: The maximum number of threads; `nil` for all processors.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  /// - Complexity: O(pixels) in time and memory.
  public static func stage(
    _ picture: IndexedImage, replacing path: String, metadata: PNGMetadata = .none,
    workers: Int? = nil
  ) throws(FormatError) -> AtomicFile {
    try stage(
      picture, replacing: path, metadata: metadata, deflating: Deflating(workers: workers))
  }

  /// Writes a picture to a temporary file next to its target.
  ///
  /// - Parameters:
  ///   - picture: The picture.
  ///   - path: The path of the file to replace or create.
  ///   - workers: The maximum number of threads; `nil` for all processors.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  /// - Complexity: O(pixels) in time and memory.
  public static func stage(
    _ picture: Image, replacing path: String, workers: Int? = nil
  ) throws(FormatError) -> AtomicFile {
    try stage(picture, replacing: path, deflating: Deflating(workers: workers))
  }

  /// Encodes a picture as the bytes of a PNG file.
  ///
  /// - Parameter picture: The picture.
  /// - Returns: The whole file.
  /// - Complexity: O(pixels) in time and memory.
  public static func bytes(of picture: Image) -> [UInt8] {
    parts(of: picture, deflating: Deflating(workers: nil)).flatMap { $0 }
  }

  package static func stage(
    _ picture: IndexedImage, replacing path: String, metadata: PNGMetadata = .none,
    deflating: Deflating
  ) throws(FormatError) -> AtomicFile {
    let depth = [1, 2, 4].first { picture.palette.count <= 1 << $0 } ?? 8
    let header = PNGHeader(
      width: picture.width, height: picture.height, bitDepth: depth, colourType: .indexed,
      isInterlaced: false)
    var chunks = metadata.forPalette().chunks.map { chunk($0.name, $0.body) }
    chunks.append(chunk("PLTE", picture.palette.flatMap { [$0.red, $0.green, $0.blue] }))
    // Colours without an entry are opaque, so the chunk ends with the last colour that is not.
    if let last = picture.palette.lastIndex(where: { $0.alpha < 255 }) {
      chunks.append(chunk("tRNS", picture.palette[...last].map(\.alpha)))
    }
    let lines = PNGLines(packing: picture.indices, header)
    return try stage(parts(header, chunks, lines, deflating), replacing: path)
  }

  package static func stage(
    _ picture: Image, replacing path: String, deflating: Deflating
  ) throws(FormatError) -> AtomicFile {
    try stage(parts(of: picture, deflating: deflating), replacing: path)
  }

  private static func parts(of picture: Image, deflating: Deflating) -> [[UInt8]] {
    let types: [PNGHeader.ColourType] = [.grey, .greyAlpha, .rgb, .rgba]
    let depth = if case .words = picture.samples { 16 } else { 8 }
    let header = PNGHeader(
      width: picture.width, height: picture.height, bitDepth: depth,
      colourType: types[picture.channelCount - 1], isInterlaced: false)
    let lines = PNGLines(
      filtering: picture.samples, header, workers: deflating.workers ?? Workers.usable)
    return parts(header, [], lines, deflating)
  }

  /// The parts of a file: the signature, then the chunks.
  private static func parts(
    _ header: PNGHeader, _ chunks: [[UInt8]], _ lines: PNGLines, _ deflating: Deflating
  ) -> [[UInt8]] {
    let (width, height) = (UInt32(header.width), UInt32(header.height))
    let start =
      bigEndian(width) + bigEndian(height)
      + [UInt8(header.bitDepth), header.colourType.rawValue, 0, 0, 0]  // deflate; not interlaced
    let data = deflating.pieces(of: lines.bytes).map { chunk("IDAT", $0) }
    return [PNGHeader.signature, chunk("IHDR", start)] + chunks + data + [chunk("IEND", [])]
  }

  private static func stage(
    _ parts: [[UInt8]], replacing path: String
  ) throws(FormatError) -> AtomicFile {
    var file = try AtomicFile(replacing: path)
    for part in parts { try file.write(part.span) }
    try file.finish()
    return file
  }

  private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    var bytes = bigEndian(UInt32(body.count))
    bytes.reserveCapacity(body.count + 12)
    bytes += name.utf8
    bytes += body
    let checksum = CRC32.checksum(of: bytes.span.extracting(droppingFirst: 4))
    return bytes + bigEndian(checksum)
  }
}

func bigEndian(_ number: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
}
