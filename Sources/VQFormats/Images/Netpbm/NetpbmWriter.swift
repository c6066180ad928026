/// Writes pictures as raw netpbm files: PGM, PPM or PAM.
///
/// A `.pnm` file is a PGM or a PPM file.
public enum NetpbmWriter {
  /// The formats.
  public enum Kind: String, Sendable, CaseIterable {
    /// Grey.
    case pgm
    /// Red, green and blue.
    case ppm
    /// Grey, or red, green and blue: PGM or PPM, depending on the picture's channels.
    case pnm
    /// Any number of channels.
    case pam

    fileprivate func holds(_ channelCount: Int) -> Bool {
      switch self {
      case .pgm: channelCount == 1
      case .ppm: channelCount == 3
      case .pnm: channelCount == 1 || channelCount == 3
      case .pam: true
      }
    }
  }

  /// Writes a picture to a temporary file next to its target.
  ///
  /// - Parameters:
  ///   - picture: The picture.
  ///   - kind: The format, which must support the picture's channels.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``, or
  ///   ``FormatError/invalid(path:place:problem:mend:)`` if the format does not support these
  ///   channels.
  /// - Complexity: O(pixels) in time and memory.
  public static func stage(
    _ picture: Image, as kind: Kind, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    guard kind.holds(picture.channelCount) else {
      throw .invalid(
        path: path, place: nil,
        problem: "cannot hold \(words(for: picture.channelCount)) as \(kind.rawValue)",
        mend: "name it .pam or .png")
    }
    var file = try AtomicFile(replacing: path)
    let header = [UInt8](header(of: picture, as: kind).utf8)
    try file.write(header.span)
    switch picture.samples {
    case .bytes(let bytes):
      try file.write(bytes.span)
    case .words(let words):
      let stored = words.map(\.bigEndian)
      try file.write(stored.span)
    }
    try file.finish()
    return file
  }

  private static func header(of picture: Image, as kind: Kind) -> String {
    let maximum = if case .words = picture.samples { 65_535 } else { 255 }
    let (width, height) = (picture.width, picture.height)
    switch kind {
    case .pgm, .ppm, .pnm:
      let magic = picture.channelCount == 1 ? "P5" : "P6"
      return "\(magic)\n\(width) \(height)\n\(maximum)\n"
    case .pam:
      let type = ["GRAYSCALE", "GRAYSCALE_ALPHA", "RGB", "RGB_ALPHA"][picture.channelCount - 1]
      return """
        P7
        WIDTH \(width)
        HEIGHT \(height)
        DEPTH \(picture.channelCount)
        MAXVAL \(maximum)
        TUPLTYPE \(type)
        ENDHDR

        """
    }
  }

  private static func words(for channelCount: Int) -> String {
    ["grey", "grey with opacity", "colour", "colour with opacity"][channelCount - 1]
  }
}
