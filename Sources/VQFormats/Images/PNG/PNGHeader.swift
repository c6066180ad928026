/// The first chunk of a PNG file: the size of the picture, and the format of its pixels.
struct PNGHeader: Equatable {
  /// The colour types; the raw values are those of the format.
  enum ColourType: UInt8 {
    case grey = 0
    case rgb = 2
    case indexed = 3
    case greyAlpha = 4
    case rgba = 6

    /// The number of stored channels of a pixel.
    var channelCount: Int {
      switch self {
      case .grey, .indexed: 1
      case .greyAlpha: 2
      case .rgb: 3
      case .rgba: 4
      }
    }

    /// The allowed numbers of bits of a sample.
    var bitDepths: [Int] {
      switch self {
      case .grey: [1, 2, 4, 8, 16]
      case .indexed: [1, 2, 4, 8]
      case .rgb, .greyAlpha, .rgba: [8, 16]
      }
    }
  }

  let width: Int
  let height: Int
  let bitDepth: Int
  let colourType: ColourType
  let isInterlaced: Bool

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  static let sizes = 1...Int(Int32.max)

  /// The number of bits of a pixel.
  var pixelBits: Int { colourType.channelCount * bitDepth }

  /// The distance that filters look back: the bytes of a pixel, at least 1.
  var filterStep: Int { max(1, pixelBits / 8) }

  /// The number of bytes of a row; it ends at a byte boundary.
  func rowBytes(_ pixelCount: Int) -> Int { (pixelCount * pixelBits + 7) / 8 }

  /// The passes that the file stores in order: the whole picture, or the seven of Adam7.
  var passes: [PNGPass] {
    let grids = isInterlaced ? PNGPass.adam7 : [(0, 0, 1, 1)]
    return grids.compactMap { x, y, across, down in
      guard x < width, y < height else { return nil }
      return PNGPass(
        left: x, top: y, across: across, down: down,
        width: (width - x + across - 1) / across, height: (height - y + down - 1) / down)
    }
  }

  /// The number of bytes of all rows, each preceded by its filter type.
  var scanlineBytes: Int {
    passes.reduce(0) { $0 + $1.height * (1 + rowBytes($1.width)) }
  }
}

extension PNGHeader {
  /// Reads the first chunk of a file.
  init(_ chunk: PNGChunk, in file: Span<UInt8>, path: String) throws(FormatError) {
    guard chunk.name != "CgBI" else {
      throw .invalid(
        path: path, place: nil,
        problem: "is an Apple-optimised PNG (CgBI), which is not standard PNG",
        mend: "convert it with: sips -s format png \(path) --out plain.png (on macOS)")
    }
    guard chunk.name == "IHDR", chunk.body.count == 13 else {
      throw chunk.misplaced("is not the header (chunk IHDR of 13 bytes)", path: path)
    }
    guard chunk.isIntact else { throw chunk.damaged(path: path) }
    let start = chunk.body.lowerBound
    let width = Int(file.bigEndianWord(at: start))
    let height = Int(file.bigEndianWord(at: start + 4))
    guard Self.sizes.contains(width), Self.sizes.contains(height) else {
      throw chunk.misplaced("gives a size of \(width) x \(height) pixels", path: path)
    }
    let depth = Int(file[start + 8])
    guard let type = ColourType(rawValue: file[start + 9]), type.bitDepths.contains(depth) else {
      throw chunk.misplaced(
        "gives a colour type of \(file[start + 9]) with \(depth) bits, which does not exist",
        path: path)
    }
    guard file[start + 10] == 0, file[start + 11] == 0, file[start + 12] <= 1 else {
      throw chunk.misplaced(
        "names a compression, filter or interlacing that does not exist", path: path)
    }
    self.init(
      width: width, height: height, bitDepth: depth, colourType: type,
      isInterlaced: file[start + 12] == 1)
  }
}

/// A pass of an interlaced picture: the pixels at regular distances, as a smaller picture.
struct PNGPass: Equatable {
  let left, top: Int
  let across, down: Int
  let width, height: Int

  fileprivate static let adam7 = [
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
    (0, 1, 1, 2),
  ]
}
