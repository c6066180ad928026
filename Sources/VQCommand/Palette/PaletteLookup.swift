/// Finds, for one pixel after another, the nearest palette colour that keeps its class: see
/// ``OpacityClasses``.
struct PaletteLookup: Sendable {
  private var visible: NearestColour
  private var opaque: NearestColour
  private let classes: OpacityClasses
  /// The mean distance from a visible colour to the nearest other one, in units of 8 bits.
  var spacing: Float { visible.spacing }

  /// - Parameters:
  ///   - colours: Different colours, sorted by class.
  ///   - space: Where distances are measured.
  init(among colours: [PackedColour], space: ColourSpace) {
    classes = OpacityClasses(of: colours)
    visible = NearestColour(among: Array(colours[classes.visible]), space: space)
    opaque =
      classes.hasTranslucent
      ? NearestColour(among: Array(colours[classes.opaque]), space: space) : visible
  }

  /// Finds the colour nearest to the colour that a visible pixel should have.
  ///
  /// - Parameters:
  ///   - channels: The colour that the pixel should have, from 0 to 255; it is rounded.
  ///   - isOpaque: Whether the pixel is opaque.
  /// - Returns: The code of the colour; on a tie, the lowest code.
  @inline(__always)
  mutating func code(of channels: SIMD4<Float>, isOpaque: Bool) -> UInt8 {
    if isOpaque {
      return opaque.code(of: channels) + UInt8(truncatingIfNeeded: classes.opaque.lowerBound)
    }
    return visible.code(of: channels) + UInt8(truncatingIfNeeded: classes.visible.lowerBound)
  }
}
