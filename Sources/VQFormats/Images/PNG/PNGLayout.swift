/// What the chunks of a PNG file say before its pixels are read.
struct PNGLayout {
  let header: PNGHeader
  /// The colours that indices name; empty if pixels are no indices.
  private(set) var palette: [Colour] = []
  /// The one colour that is transparent, a number for each channel as stored; empty if there is none.
  private(set) var transparentColour: [UInt16] = []
  /// The pieces of the zlib stream.
  private(set) var data: [PNGChunk] = []

  /// deflate says at most 258 bytes in 2 bits.
  private static let greatestExpansion = 1032
  /// So that a small file cannot ask for all memory: 2^29 pixels, 22 thousand in the square.
  private static let greatestPixelCount = 1 << 29

  /// Reads all chunks, and checks that they are in order and of the right size.
  init(_ file: Span<UInt8>, path: String) throws(FormatError) {
    guard file.count >= 8,
      PNGHeader.signature.indices.allSatisfy({ file[$0] == PNGHeader.signature[$0] })
    else {
      throw .invalid(
        path: path, place: "byte 0", problem: "does not begin a PNG file",
        mend: "write the picture again as PNG, or as PPM")
    }
    var chunks = PNGChunks(file, path: path)
    let first = try chunks.next()
    header = try Self.header(first, in: file, path: path)
    var previous = first
    while true {
      let chunk = try chunks.next()
      switch chunk.name {
      case "IDAT":
        guard data.isEmpty || previous.name == "IDAT" else {
          throw Self.misplaced(chunk, "comes after a gap in the picture's data", path: path)
        }
        guard header.colourType != .indexed || !palette.isEmpty else {
          throw Self.misplaced(chunk, "comes before the palette (chunk PLTE)", path: path)
        }
        data.append(chunk)
      case "PLTE": try readPalette(chunk, in: file, path: path)
      case "tRNS": try readTransparency(chunk, in: file, path: path)
      case "IEND":
        try checkSize(atEnd: chunk, path: path)
        return
      default:
        // A capital letter says that the picture cannot be read without.
        guard chunk.name.first?.isLowercase == true else {
          throw Self.misplaced(chunk, "is not known", path: path)
        }
      }
      previous = chunk
    }
  }

  private static func header(
    _ chunk: PNGChunk, in file: Span<UInt8>, path: String
  ) throws(FormatError) -> PNGHeader {
    guard chunk.name == "IHDR", chunk.body.count == 13 else {
      throw misplaced(chunk, "is not the header (chunk IHDR of 13 bytes)", path: path)
    }
    let start = chunk.body.lowerBound
    let width = Int(file.bigEndianWord(at: start))
    let height = Int(file.bigEndianWord(at: start + 4))
    guard PNGHeader.sizes.contains(width), PNGHeader.sizes.contains(height) else {
      throw misplaced(chunk, "gives a size of \(width) x \(height) pixels", path: path)
    }
    let depth = Int(file[start + 8])
    guard let type = PNGHeader.ColourType(rawValue: file[start + 9]),
      type.bitDepths.contains(depth)
    else {
      throw misplaced(
        chunk, "gives a colour type of \(file[start + 9]) with \(depth) bits, which does not exist",
        path: path)
    }
    guard file[start + 10] == 0, file[start + 11] == 0, file[start + 12] <= 1 else {
      throw misplaced(
        chunk, "names a compression, filter or interlacing that does not exist", path: path)
    }
    return PNGHeader(
      width: width, height: height, bitDepth: depth, colourType: type,
      isInterlaced: file[start + 12] == 1)
  }

  private mutating func readPalette(
    _ chunk: PNGChunk, in file: Span<UInt8>, path: String
  ) throws(FormatError) {
    let count = chunk.body.count / 3
    let limit = header.colourType == .indexed ? 1 << header.bitDepth : 256
    guard palette.isEmpty, data.isEmpty, ![.grey, .greyAlpha].contains(header.colourType),
      chunk.body.count.isMultiple(of: 3), (1...limit).contains(count)
    else {
      throw Self.misplaced(
        chunk, "is out of place, or does not hold 1 to \(limit) colours of 3 bytes", path: path)
    }
    // For other types a palette is only a hint.
    guard header.colourType == .indexed else { return }
    palette = stride(from: chunk.body.lowerBound, to: chunk.body.upperBound, by: 3).map { start in
      Colour(red: file[start], green: file[start + 1], blue: file[start + 2])
    }
  }

  private mutating func readTransparency(
    _ chunk: PNGChunk, in file: Span<UInt8>, path: String
  ) throws(FormatError) {
    let counts =
      switch header.colourType {
      case .grey: 2...2
      case .rgb: 6...6
      case .indexed: 0...palette.count
      case .greyAlpha, .rgba: -1 ... -1
      }
    guard data.isEmpty, counts.contains(chunk.body.count) else {
      throw Self.misplaced(
        chunk, "is out of place, or does not hold as many values as the pixels need", path: path)
    }
    let start = chunk.body.lowerBound
    if header.colourType == .indexed {
      for index in 0..<chunk.body.count { palette[index].alpha = file[start + index] }
    } else {
      transparentColour = stride(from: start, to: chunk.body.upperBound, by: 2).map {
        file.bigEndianHalf(at: $0)
      }
    }
  }

  /// Refuses sizes that the data cannot fill, before memory is taken for them.
  private func checkSize(atEnd chunk: PNGChunk, path: String) throws(FormatError) {
    guard let first = data.first, chunk.body.isEmpty else {
      throw Self.misplaced(chunk, "comes before any data (chunk IDAT)", path: path)
    }
    let size = "\(header.width) x \(header.height) pixels"
    guard header.width <= Self.greatestPixelCount / header.height else {
      throw .invalid(
        path: path, place: nil, problem: "has \(size), and at most 2^29 are read",
        mend: "scale the picture down, or cut it into parts")
    }
    let stored = data.reduce(0) { $0 + $1.body.count }
    guard header.scanlineBytes / Self.greatestExpansion <= stored else {
      throw .invalid(
        path: path, place: first.place, problem: "has too few bytes for \(size)",
        mend: "copy or write the picture again")
    }
  }

  private static func misplaced(
    _ chunk: PNGChunk, _ problem: String, path: String
  ) -> FormatError {
    .invalid(
      path: path, place: chunk.place, problem: problem,
      mend: "write the picture again as PNG, or as PPM")
  }
}
