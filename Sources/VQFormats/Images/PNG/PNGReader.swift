/// Reads PNG files of every colour type, bit depth and interlacing.
///
/// The system's zlib is loaded at run time. Checksums are verified: damage is an error in a chunk
/// that the pixels need, otherwise a warning. Gamma and colour profiles are not applied.
///
/// Portable Network Graphics, third edition, W3C 2025.
public enum PNGReader {
  /// Reads a picture.
  ///
  /// - Parameter path: The path of the file.
  /// - Returns: The picture, with 16-bit samples if the file has them, otherwise with 8-bit
  ///   samples. Palette indices are replaced by their colours, and a transparent colour becomes an
  ///   opacity channel.
  /// - Throws: ``FormatError`` if the file cannot be read, is damaged, or zlib is missing.
  /// - Complexity: O(pixels) in time and memory.
  public static func read(_ path: String) throws(FormatError) -> Image {
    try read(MappedFile(opening: path), path: path).image
  }

  /// Reads a picture with a palette as it is stored: as codes and codebook.
  ///
  /// - Parameter path: The path of a file with a palette.
  /// - Returns: The indices and the palette.
  /// - Throws: ``FormatError`` under the conditions of ``read(_:)``, or if the file has no palette.
  /// - Complexity: O(pixels) in time and memory.
  public static func readIndexed(_ path: String) throws(FormatError) -> IndexedImage {
    let file = try MappedFile(opening: path)
    let bytes = file.bytes.elements(as: UInt8.self)
    let layout = try PNGLayout(bytes, path: path)
    guard layout.header.colourType == .indexed else {
      throw .invalid(
        path: path, place: nil, problem: "holds colours, not indices of a palette",
        mend: "give a picture with a palette")
    }
    var warnings = layout.warnings
    return try readIndexed(bytes, layout, path: path, &warnings)
  }

  static func read(
    _ file: borrowing MappedFile, path: String
  ) throws(FormatError) -> DecodedPicture {
    let bytes = file.bytes.elements(as: UInt8.self)
    let layout = try PNGLayout(bytes, path: path)
    var warnings = layout.warnings
    let image =
      if layout.header.colourType == .indexed {
        try readIndexed(bytes, layout, path: path, &warnings).expanded
      } else if layout.header.bitDepth == 8, !layout.header.isInterlaced,
        layout.transparentColour.isEmpty
      {
        try readPlain(bytes, layout, path: path)
      } else {
        try readAny(bytes, layout, path: path)
      }
    return DecodedPicture(image: image, warnings: warnings.all, metadata: layout.metadata)
  }

  /// Reads rows of indices.
  ///
  /// An index beyond the palette means black, as in libpng; black is then appended to the palette.
  private static func readIndexed(
    _ file: Span<UInt8>, _ layout: PNGLayout, path: String, _ warnings: inout PictureWarnings
  ) throws(FormatError) -> IndexedImage {
    let (header, colourCount) = (layout.header, layout.palette.count)
    let samples = PNGSamples(header)
    var indices = [UInt8](repeating: 0, count: header.width * header.height)
    var numbers = [UInt16](repeating: 0, count: header.width)
    var beyond: (count: Int, number: UInt16, row: Int) = (0, 0, 0)
    var lines = try PNGScanlines(file, layout, path: path)
    try lines.read { row, pass, line throws(FormatError) in
      var unpacked = numbers.mutableSpan
      var used = unpacked._mutatingExtracting(first: pass.width)
      samples.unpack(row, into: &used)
      let start = (pass.top + line * pass.down) * header.width + pass.left
      for x in 0..<pass.width {
        if numbers[x] >= colourCount {
          if beyond.count == 0 { beyond = (0, numbers[x], pass.top + line * pass.down) }
          beyond.count += 1
        }
        // If an index is beyond the palette, the palette has fewer than 256 colours, so one more
        // fits.
        indices[start + x * pass.across] = UInt8(min(Int(numbers[x]), colourCount))
      }
    }
    var palette = layout.palette
    if beyond.count > 0 {
      palette.append(Colour(red: 0, green: 0, blue: 0))
      let pixels = beyond.count == 1 ? "1 pixel is" : "\(beyond.count) pixels are"
      warnings.add(
        "row \(beyond.row)",
        "names colour \(beyond.number) of a palette of \(colourCount); \(pixels) read as black")
    }
    return IndexedImage(
      width: header.width, height: header.height, indices: indices, palette: palette)
  }

  /// Reads rows whose stored bytes are already the samples.
  private static func readPlain(
    _ file: Span<UInt8>, _ layout: PNGLayout, path: String
  ) throws(FormatError) -> Image {
    let header = layout.header
    let count = header.height * header.rowBytes(header.width)
    var lines = try PNGScanlines(file, layout, path: path)
    let samples = try [UInt8](capacity: count) { output throws(FormatError) in
      try lines.read { row, _, _ throws(FormatError) in
        for i in row.indices { output.append(row[i]) }
      }
    }
    return Image(
      width: header.width, height: header.height, channelCount: header.colourType.channelCount,
      samples: .bytes(samples))
  }

  /// Reads rows of any format without a palette.
  private static func readAny(
    _ file: Span<UInt8>, _ layout: PNGLayout, path: String
  ) throws(FormatError) -> Image {
    let header = layout.header
    let (samples, stored) = (PNGSamples(header), header.colourType.channelCount)
    let transparent = layout.transparentColour
    let channelCount = stored + (transparent.isEmpty ? 0 : 1)
    let opaque: UInt16 = header.bitDepth == 16 ? .max : 255
    var words = [UInt16](repeating: 0, count: header.width * header.height * channelCount)
    var numbers = [UInt16](repeating: 0, count: header.width * stored)
    var lines = try PNGScanlines(file, layout, path: path)
    try lines.read { row, pass, line throws(FormatError) in
      var unpacked = numbers.mutableSpan
      var used = unpacked._mutatingExtracting(first: pass.width * stored)
      samples.unpack(row, into: &used)
      let start = (pass.top + line * pass.down) * header.width + pass.left
      for x in 0..<pass.width {
        let pixel = (start + x * pass.across) * channelCount
        var isTransparent = true
        for channel in 0..<stored {
          let number = numbers[x * stored + channel]
          words[pixel + channel] = number * samples.scale
          if channelCount > stored, number != transparent[channel] { isTransparent = false }
        }
        if channelCount > stored { words[pixel + stored] = isTransparent ? 0 : opaque }
      }
    }
    return Image(
      width: header.width, height: header.height, channelCount: channelCount,
      samples: header.bitDepth == 16
        ? .words(words) : .bytes(words.map { UInt8(truncatingIfNeeded: $0) }))
  }
}
