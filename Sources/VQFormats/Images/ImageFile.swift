/// A picture from a file of any format that holds one: PNG or netpbm, told by its first bytes.
public struct ImageFile: Sendable {
  /// The picture.
  public let image: Image
  /// How many bytes the file has.
  public let byteCount: Int

  /// Reads a picture.
  ///
  /// - Parameter path: The path of a PNG, PBM, PGM, PPM or PAM file.
  /// - Throws: ``FormatError`` if the file cannot be read or is none of these.
  /// - Complexity: O(pixels), in memory too.
  public init(reading path: String) throws(FormatError) {
    let file = try MappedFile(opening: path)
    byteCount = file.bytes.byteCount
    if file.starts(with: PNGHeader.signature) {
      image = try PNGReader.read(file, path: path)
    } else if NetpbmHeader.isNetpbm(file.bytes.elements(as: UInt8.self)) {
      image = try NetpbmReader.read(file, path: path)
    } else {
      throw .invalid(
        path: path, place: nil, problem: "is no picture in a known format",
        mend: "give a PNG, PPM, PGM or PAM file")
    }
  }
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
        mend: "end the name in .png, .ppm, .pgm or .pam")
    }
  }
}
