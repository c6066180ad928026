/// Where the transparent, the translucent and the opaque colours of a list are, in this order.
///
/// Fully transparent pixels are all one colour, whatever they hide, and it stays as it is. Opaque pixels
/// stay opaque. So each class is coded by colours that keep this.
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

  /// All colours that can be seen.
  var visible: Range<Int> { translucent.lowerBound..<opaque.upperBound }
  /// Whether the opacity of visible colours differs.
  var hasTranslucent: Bool { !translucent.isEmpty }
}

extension PackedColour {
  /// The colour of all fully transparent pixels.
  @inline(__always)
  static var transparent: PackedColour { PackedColour(number: 0) }
}
