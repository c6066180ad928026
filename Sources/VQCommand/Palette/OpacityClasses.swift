/// The ranges of the transparent, translucent and opaque colours in a sorted list.
///
/// All fully transparent pixels have the same colour, whatever colour they hide. They stay
/// transparent, and opaque pixels stay opaque. So each class is coded only by colours that ensure
/// this.
struct OpacityClasses: Sendable, Equatable {
  /// At most one colour, ``PackedColour/transparent``.
  let transparent: Range<Int>
  let translucent: Range<Int>
  let opaque: Range<Int>

  /// - Parameter colours: Different colours, sorted by class.
  init(of colours: [PackedColour]) {
    let transparentEnd = colours.first == .transparent ? 1 : 0
    let opaqueStart = colours.firstIndex(where: \.isOpaque) ?? colours.count
    transparent = 0..<transparentEnd
    translucent = transparentEnd..<opaqueStart
    opaque = opaqueStart..<colours.count
  }

  /// All visible colours: translucent and opaque.
  var visible: Range<Int> { translucent.lowerBound..<opaque.upperBound }
  /// Whether there are translucent colours.
  var hasTranslucent: Bool { !translucent.isEmpty }
}

extension PackedColour {
  /// The colour of all fully transparent pixels.
  @inline(__always)
  static var transparent: PackedColour { PackedColour(number: 0) }
}
