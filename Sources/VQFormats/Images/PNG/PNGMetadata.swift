/// The colour space and pixel size of a PNG file: ancillary chunks that are also valid for another
/// picture with the same kind of samples.
public struct PNGMetadata: Sendable, Equatable {
  /// The chunks that are kept, in the order of writing.
  enum Kind: String, Sendable, CaseIterable {
    /// Coding-independent code points: primaries and transfer function.
    case cICP
    /// An ICC profile.
    case iCCP
    /// The picture is sRGB.
    case sRGB
    /// The exponent of the transfer function.
    case gAMA
    /// The chromaticities of the primaries and of white.
    case cHRM
    /// Pixels a metre, or the aspect ratio of a pixel.
    case pHYs
  }

  private var bodies: [Kind: [UInt8]] = [:]

  /// Metadata without chunks.
  public static let none = PNGMetadata()

  /// The names and contents of the chunks, in the order of the file.
  var chunks: [(name: String, body: [UInt8])] {
    Kind.allCases.compactMap { kind in bodies[kind].map { (kind.rawValue, $0) } }
  }

  subscript(_ kind: Kind) -> [UInt8]? {
    get { bodies[kind] }
    set { bodies[kind] = newValue }
  }

  /// The metadata for a picture with a palette: a profile that is not for RGB is removed.
  func forPalette() -> PNGMetadata {
    var kept = self
    if let profile = self[.iCCP], !ColourProfile.isForColours(profile) { kept[.iCCP] = nil }
    return kept
  }
}

extension PNGMetadata.Kind {
  /// Whether the contents of a chunk conform to the format.
  func isValid(_ body: [UInt8]) -> Bool {
    switch self {
    case .cICP: body.count == 4 && body[2] == 0 && body[3] <= 1
    case .iCCP: ColourProfile.isValid(body)
    case .sRGB: body.count == 1 && body[0] <= 3
    case .gAMA: body.count == 4 && body != [0, 0, 0, 0] && body[0] < 0x80
    case .cHRM: body.count == 32
    case .pHYs: body.count == 9 && body[8] <= 1
    }
  }
}
