/// The contents of a PNG file's chunks, except the compressed pixels.
///
/// Damage in a chunk that the pixels need is an error. Damage in any other chunk is a warning, and
/// the chunk is ignored, as in libpng.
struct PNGLayout {
  let header: PNGHeader
  /// The palette; empty if the pixels are not indices.
  var palette: [Colour] = []
  /// The transparent colour, a stored sample for each channel; empty if there is none.
  var transparentColour: [UInt16] = []
  /// Whether a transparency chunk was read.
  var hasTransparency = false
  /// The chunks with the pieces of the zlib stream.
  private(set) var data: [PNGChunk] = []
  /// Colour space and pixel size.
  var metadata = PNGMetadata.none
  /// The warnings about ignored parts.
  var warnings: PictureWarnings
  private let path: String

  /// Deflate encodes at most 258 bytes in 2 bits.
  private static let maximumExpansion = 1032

  /// Reads all chunks, and checks their order and their sizes.
  init(_ file: Span<UInt8>, path: String) throws(FormatError) {
    guard file.count >= 8,
      PNGHeader.signature.indices.allSatisfy({ file[$0] == PNGHeader.signature[$0] })
    else {
      throw .invalid(
        path: path, place: "byte 0", problem: "does not begin a PNG file",
        mend: "write the picture again as PNG, or as PPM")
    }
    self.path = path
    warnings = PictureWarnings(path: path)
    var chunks = PNGChunks(file, path: path)
    var previous = try chunks.next()
    header = try PNGHeader(previous, in: file, path: path)
    while previous.name != "IEND" {
      let chunk = try chunks.next()
      try read(chunk, after: previous, in: file)
      previous = chunk
    }
    try checkSize(atEnd: previous)
  }

  private mutating func read(
    _ chunk: PNGChunk, after previous: PNGChunk, in file: Span<UInt8>
  ) throws(FormatError) {
    guard chunk.isIntact else {
      guard chunk.isAncillary || chunk.name == "PLTE" && header.colourType != .indexed else {
        throw chunk.damaged(path: path)
      }
      return ignore(chunk, "is damaged (its checksum is wrong)")
    }
    switch chunk.name {
    case "IDAT":
      guard data.isEmpty || previous.name == "IDAT" else {
        throw misplaced(chunk, "comes after a gap in the picture's data")
      }
      guard header.colourType != .indexed || !palette.isEmpty else {
        throw misplaced(chunk, "comes before the palette (chunk PLTE)")
      }
      data.append(chunk)
    case "PLTE": try readPalette(chunk, in: file)
    case "tRNS": readTransparency(chunk, in: file)
    case "IEND": break
    default:
      guard chunk.isAncillary else { throw misplaced(chunk, "is not known") }
      readMetadata(chunk, in: file)
    }
  }

  private mutating func readMetadata(_ chunk: PNGChunk, in file: Span<UInt8>) {
    guard let kind = PNGMetadata.Kind(rawValue: chunk.name) else { return }
    let body = chunk.body.map { file[$0] }
    if !data.isEmpty || kind != .pHYs && !palette.isEmpty {
      ignore(chunk, "is out of place")
    } else if metadata[kind] != nil {
      ignore(chunk, "is a duplicate")
    } else if kind.isValid(body) {
      metadata[kind] = body
    } else {
      ignore(chunk, "has invalid contents")
    }
  }

  /// Refuses sizes that the data cannot fill, before memory is allocated for them.
  private func checkSize(atEnd chunk: PNGChunk) throws(FormatError) {
    guard let first = data.first, chunk.body.isEmpty else {
      throw misplaced(chunk, "comes before any data (chunk IDAT)")
    }
    try Image.checkSize(width: header.width, height: header.height, path: path)
    let stored = data.reduce(0) { $0 + $1.body.count }
    guard header.scanlineBytes / Self.maximumExpansion <= stored else {
      throw .invalid(
        path: path, place: first.place,
        problem: "has too few bytes for \(header.width) x \(header.height) pixels",
        mend: "copy or write the picture again")
    }
  }

  /// Adds a warning that a chunk is ignored.
  mutating func ignore(_ chunk: PNGChunk, _ problem: String) {
    warnings.add(chunk.place, "\(problem) and is ignored")
  }

  func misplaced(_ chunk: PNGChunk, _ problem: String) -> FormatError {
    chunk.misplaced(problem, path: path)
  }
}

extension PNGChunk {
  /// The error for a chunk with wrong contents or at a wrong place.
  func misplaced(_ problem: String, path: String) -> FormatError {
    .invalid(
      path: path, place: place, problem: problem, mend: "write the picture again as PNG, or as PPM")
  }

  /// The error for a chunk with a wrong checksum.
  func damaged(path: String) -> FormatError {
    .invalid(
      path: path, place: place, problem: "is damaged: its checksum is wrong",
      mend: "copy or write the picture again")
  }
}
