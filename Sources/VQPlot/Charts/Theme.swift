/// The colours of a plot.
package struct Theme: Sendable {
  /// The background.
  let ground: Colour
  /// Text and other prominent elements.
  let ink: Colour
  /// Explanatory text.
  let faintInk: Colour
  /// The axes.
  let line: Colour
  /// Lines below the data.
  let faintLine: Colour
  /// The colours of clusters; the first ones differ most.
  let hues: [Colour]
  /// The colour that other colours fade into where observations are densest, and the maximum
  /// fraction of it.
  let glow: (colour: Colour, share: Double)

  /// The theme for paper and documents.
  ///
  /// The first six hues are from M. Okabe and K. Ito, "Color Universal Design", 2008. The others
  /// were found by a greedy search in the OKLab space: each is as far as possible from the previous
  /// ones and from white, both in normal vision and without red or green cones (G. M. Machado, M.
  /// M. Oliveira and L. A. F. Fernandes, "A physiologically-based model for simulation of color
  /// vision deficiency", 2009).
  package static let light = Theme(
    ground: .white, ink: Colour(0x1B1F27), faintInk: Colour(0x5B6270), line: Colour(0x8A909C),
    faintLine: Colour(0xE4E7EC),
    hues: [
      0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7, 0xD55E00, 0x56B4E9, 0x78005A, 0x6900FF,
      0x5A4B00, 0x1E2DA5, 0x8778FF, 0x00E187, 0x875A78, 0xD20FC3, 0xC31E4B, 0xFF4B69,
      0x4B4B87, 0x78C3A5, 0x00694B, 0xFF78D2, 0x692D2D, 0x0000E1, 0x695AE1, 0x875A00,
    ].map { Colour($0) },
    glow: (Colour(0x000000), 0.32))

  /// The theme for screens, in which dense clusters glow.
  ///
  /// The 24 hues are as far as possible from each other, from the background and from white, the
  /// most vivid first. They were found by a greedy search among the saturated colours of the OKLab
  /// space.
  package static let dark = Theme(
    ground: Colour(0x0D0F18), ink: Colour(0xE8EAF0), faintInk: Colour(0x9BA1B0),
    line: Colour(0x5B6270), faintLine: Colour(0x262A36),
    hues: [
      0x49A2FE, 0xF44400, 0x8CE01F, 0xFB73F2, 0xF4E151, 0x5DF9F4, 0xFEB98C, 0x925FFA,
      0x1DA12B, 0xCEB6FC, 0xFC4A93, 0x24BF9E, 0xD98941, 0xC348CF, 0xAFC177, 0x2795AC,
      0x7D7EC1, 0xFB93B4, 0x73CBF0, 0x8C8B3D, 0xA8F5A6, 0xB26C91, 0xBE87F3, 0xEEB318,
    ].map { Colour($0) },
    glow: (.white, 0.45))

  /// Returns the colour for a density from 0 (almost the background) to 1.
  func shade(_ hue: SIMD3<Double>, density: Double) -> SIMD3<Double> {
    let full = 0.75
    if density < full {
      return ground.parts + (hue - ground.parts) * (0.15 + 0.85 * density / full)
    }
    return hue + (glow.colour.parts - hue) * (glow.share * (density - full) / (1 - full))
  }
}
