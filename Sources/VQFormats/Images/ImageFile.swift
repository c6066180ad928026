/// A picture from a PNG, JPEG or netpbm file; the first bytes determine the format.
public struct ImageFile: Sendable {
  /// The picture.
  public let image: Image
  /// The number of bytes of the file.
  public let byteCount: Int
  /// Faults of the file that do not prevent reading the picture.
  ///
  /// Each warning is one sentence that names the file and the place. An example is damage in a part
  /// that the pixels do not need.
  public let warnings: [String]
  /// Colour space and pixel size, if the file is a PNG that specifies them.
  public let metadata: PNGMetadata

  /// Reads a picture.
  ///
  /// - Parameter path: The path of a PNG, JPEG, PBM, PGM, PPM or PAM file, with any name.
  /// - Throws: ``FormatError`` if the file cannot be read or has none of these formats.
  /// - Complexity: O(pixels) in time and memory.
  public init(reading path: String) throws(FormatError) {
    try self.init(reading: InputFile(opening: path).contents(), path: path)
  }

  /// Reads a picture from a file that is already open.
  init(reading file: consuming MappedFile, path: String) throws(FormatError) {
    guard let format = Self.format(of: file) else {
      throw .invalid(
        path: path, place: nil, problem: "is not a picture in a supported format",
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

  /// The format of a file by its first bytes; `nil` if it is not a picture.
  static func format(of file: borrowing MappedFile) -> Format? {
    if file.starts(with: PNGHeader.signature) { return .png }
    if file.starts(with: JPEGReader.signature) { return .jpeg }
    return NetpbmHeader.isNetpbm(file.bytes.elements(as: UInt8.self)) ? .netpbm : nil
  }
}

/// A picture, and the other information of its file.
struct DecodedPicture {
  let image: Image
  var warnings: [String] = []
  var metadata = PNGMetadata.none
}

/// The formats in which pictures are written, named by the extension of a path.
public enum ImageFormat: Sendable, Equatable {
  /// PNG, compressed.
  case png
  /// One of the netpbm formats.
  case netpbm(NetpbmWriter.Kind)

  /// Finds the format from a path's extension, in upper or lower case.
  ///
  /// - Parameter path: The path; the file need not exist.
  /// - Throws: ``FormatError/invalid(path:place:problem:mend:)`` if the extension names no such
  ///   format.
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
        path: path, place: nil,
        problem: "does not end in the extension of a picture format that can be written",
        mend: "end the name in .png, .ppm, .pgm, .pnm or .pam")
    }
  }
}
