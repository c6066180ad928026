/// A picture from a file of any format that holds one: PNG, JPEG or netpbm, told by its first bytes.
public struct ImageFile: Sendable {
  /// The picture.
  public let image: Image
  /// How many bytes the file has.
  public let byteCount: Int
  /// What is wrong with the file although the picture can be read, one sentence each, which names the
  /// file and the place: damage in parts that the pixels do not need, for instance.
  public let warnings: [String]
  /// How samples become light, if the file is a PNG that says so.
  public let metadata: PNGMetadata

  /// Reads a picture.
  ///
  /// - Parameter path: The path of a PNG, JPEG, PBM, PGM, PPM or PAM file, of any name.
  /// - Throws: ``FormatError`` if the file cannot be read or is none of these.
  /// - Complexity: O(pixels), in memory too.
  public init(reading path: String) throws(FormatError) {
    try self.init(reading: InputFile(opening: path).contents(), path: path)
  }

  /// Reads a picture from a file that is open.
  init(reading file: consuming MappedFile, path: String) throws(FormatError) {
    guard let format = Self.format(of: file) else {
      throw .invalid(
        path: path, place: nil, problem: "is no picture in a known format",
        mend: "give a PNG, JPEG, PPM, PGM or PAM file")
    }
    let decoded =
      switch format {
      case .png: try PNGReader.read(file, path: path)
      case .jpeg: try JPEGReader.read(file, path: path)
      case .netpbm: DecodedPicture(image: try NetpbmReader.read(file, path: path))
      }
    byteCount = file.bytes.byteCount
    image = decoded.image
    warnings = decoded.warnings
    metadata = decoded.metadata
  }

  /// The formats that are read.
  enum Format {
    case png, jpeg, netpbm
  }

  /// The format of a file by its first bytes; `nil` if it is no picture.
  static func format(of file: borrowing MappedFile) -> Format? {
    if file.starts(with: PNGHeader.signature) { return .png }
    if file.starts(with: JPEGReader.signature) { return .jpeg }
    return NetpbmHeader.isNetpbm(file.bytes.elements(as: UInt8.self)) ? .netpbm : nil
  }
}

/// A picture, and what else its file says.
struct DecodedPicture {
  let image: Image
  var warnings: [String] = []
  var metadata = PNGMetadata.none
}

/// The formats in which pictures are written, as a path's extension names them.
public enum ImageFormat: Sendable, Equatable {
  /// PNG, compressed.
  case png
  /// One of netpbm's.
  case netpbm(NetpbmWriter.Kind)

  /// Finds the format of a path from its extension, upper or lower case.
  ///
  /// - Parameter path: The path; the file need not exist.
  /// - Throws: ``FormatError/invalid(path:place:problem:mend:)`` if the extension names none.
  public init(extensionOf path: String) throws(FormatError) {
    let name = path.utf8.lastIndex(of: UInt8(ascii: ".")).map {
      path[path.index(after: $0)...].lowercased()
    }
    if name == "png" {
      self = .png
    } else if let kind = name.flatMap(NetpbmWriter.Kind.init(rawValue:)) {
      self = .netpbm(kind)
    } else {
      throw .invalid(
        path: path, place: nil, problem: "names no format of a picture that can be written",
        mend: "end the name in .png, .ppm, .pgm, .pnm or .pam")
    }
  }
}
