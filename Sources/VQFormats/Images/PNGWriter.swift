/// Writes pictures of up to 256 colours as PNG files.
///
/// The picture is stored as it is, without compression, so that nothing is needed to build or run
/// this; a file has about as many bytes as the picture has pixels.
///
/// Portable Network Graphics, third edition, W3C 2025; zlib, RFC 1950; deflate, RFC 1951.
public enum PNGWriter {
  /// Writes a picture beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - indices: One number of a colour for each pixel, row by row from the top left.
  ///   - width: The number of pixels in a row.
  ///   - height: The number of rows.
  ///   - palette: From 1 to 256 colours; every index must be the number of one.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  /// - Complexity: O(`width` · `height`), in memory too.
  public static func stage(
    indices: Span<UInt8>, width: Int, height: Int,
    palette: [(red: UInt8, green: UInt8, blue: UInt8)], replacing path: String
  ) throws(FormatError) -> AtomicFile {
    let sizes = 1...Int(Int32.max)
    precondition(sizes.contains(width) && sizes.contains(height), "a PNG can have this size")
    precondition(indices.count == width * height, "there is an index for each pixel")
    precondition((1...256).contains(palette.count), "a palette has 1 to 256 colours")

    let image = scanlines(indices, width, colourCount: palette.count)
    var file = try AtomicFile(replacing: path)
    try file.write(signature.span)
    try file.write(chunk("IHDR", header(width: width, height: height)).span)
    try file.write(chunk("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] }).span)
    try writeImage(image, to: &file)
    try file.write(chunk("IEND", []).span)
    try file.finish()
    return file
  }

  /// Writes a picture of any colours into memory, as it is, without compression.
  ///
  /// - Parameters:
  ///   - pixels: Red, green and blue of each pixel, row by row from the top left.
  ///   - width: The number of pixels in a row.
  ///   - height: The number of rows.
  /// - Returns: The bytes of the file.
  package static func encode(rgb pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
    precondition(pixels.count == 3 * width * height, "a pixel has three bytes")
    let line = 3 * width
    var image: [UInt8] = []
    image.reserveCapacity(height * (line + 1))
    for row in 0..<height {
      image.append(0)
      image += pixels[(row * line)..<((row + 1) * line)]
    }
    var stream: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: image.count, by: 65_535) {
      let end = min(start + 65_535, image.count)
      let length = UInt16(end - start)
      stream += [end == image.count ? 1 : 0] + littleEndian(length) + littleEndian(~length)
      stream += image[start..<end]
    }
    stream += bigEndian(adler32(image))
    let header = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 2, 0, 0, 0]
    return signature + chunk("IHDR", header) + chunk("IDAT", stream) + chunk("IEND", [])
  }

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private static func header(width: Int, height: Int) -> [UInt8] {
    let (bitDepth, indexedColour): (UInt8, UInt8) = (8, 3)
    return bigEndian(UInt32(width)) + bigEndian(UInt32(height))
      + [bitDepth, indexedColour, 0, 0, 0]  // the only compression and filter; not interlaced
  }

  /// The rows, each behind the number of its filter: 0, for none.
  private static func scanlines(
    _ indices: Span<UInt8>, _ width: Int, colourCount: Int
  ) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(indices.count / width * (width + 1))
    for pixel in indices.indices {
      if pixel.isMultiple(of: width) { lines.append(0) }
      precondition(indices[pixel] < colourCount, "an index is the number of a colour")
      lines.append(indices[pixel])
    }
    return lines
  }

  /// Writes a zlib stream of stored blocks, one in each chunk.
  private static func writeImage(
    _ bytes: [UInt8], to file: inout AtomicFile
  ) throws(FormatError) {
    let greatestBlock = 65_535
    var start = 0
    while start < bytes.count {
      let end = min(start + greatestBlock, bytes.count)
      let isLast = end == bytes.count
      let length = UInt16(end - start)
      var block: [UInt8] = start == 0 ? [0x78, 0x01] : []  // deflate, the least effort
      block += [isLast ? 1 : 0] + littleEndian(length) + littleEndian(~length)
      block += bytes[start..<end]
      if isLast { block += bigEndian(adler32(bytes)) }
      try file.write(chunk("IDAT", block).span)
      start = end
    }
  }

  private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let checked = name.utf8 + body
    return bigEndian(UInt32(body.count)) + checked + bigEndian(CRC32.checksum(of: checked))
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func littleEndian(_ number: UInt16) -> [UInt8] {
    [0, 8].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
