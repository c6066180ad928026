/// How the samples of a PNG file become light, and how large a pixel is: ancillary chunks that stay true
/// for another picture with samples in the same space.
public struct PNGMetadata: Sendable, Equatable {
  /// The chunks that are kept, in the order in which they are written.
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
    /// Pixels a metre, or the shape of a pixel.
    case pHYs
  }

  private var bodies: [Kind: [UInt8]] = [:]

  /// No chunks.
  public static let none = PNGMetadata()

  /// The names and the contents of the chunks, in the order of the file.
  var chunks: [(name: String, body: [UInt8])] {
    Kind.allCases.compactMap { kind in bodies[kind].map { (kind.rawValue, $0) } }
  }

  subscript(_ kind: Kind) -> [UInt8]? {
    get { bodies[kind] }
    set { bodies[kind] = newValue }
  }

  /// The same without the profile, unless it is for colours: a picture with a palette has no other.
  func forPalette() -> PNGMetadata {
    var kept = self
    if let profile = self[.iCCP], !ColourProfile.isForColours(profile) { kept[.iCCP] = nil }
    return kept
  }
}

extension PNGMetadata.Kind {
  /// Whether the contents of a chunk are what the format prescribes.
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
