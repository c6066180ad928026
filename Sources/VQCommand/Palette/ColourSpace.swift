internal import Foundation
internal import VQFormats
internal import VectorQuantization

/// The colour space in which distances are measured.
enum ColourSpace: String, CaseIterable {
  /// Red, green and blue as stored in the file, from 0 to 255.
  case rgb
  /// OKLab: lightness and two colour axes, in which equal distances look about equal.
  ///
  /// B. Ottosson, "A perceptual color space for image processing", 2020. Colours are read as sRGB.
  case oklab

  /// Returns the coordinates of a colour.
  ///
  /// Opacity is the last one, scaled to the range of the others.
  func coordinates(of colour: PackedColour) -> SIMD4<Float> {
    let channels = colour.channels
    switch self {
    case .rgb:
      return channels
    case .oklab:
      let cone =
        SIMD3(
          0.4122214708, 0.2119034982, 0.0883024619) * Self.linear(channels.x)
        + SIMD3(0.5363325363, 0.6806995451, 0.2817188376) * Self.linear(channels.y)
        + SIMD3(0.0514459929, 0.1073969566, 0.6299787005) * Self.linear(channels.z)
      let root = SIMD3(cbrt(cone.x), cbrt(cone.y), cbrt(cone.z))
      return SIMD4(
        Float((SIMD3(0.2104542553, 0.7936177850, -0.0040720468) * root).sum()),
        Float((SIMD3(1.9779984951, -2.4285922050, 0.4505937099) * root).sum()),
        Float((SIMD3(0.0259040371, 0.7827717662, -0.8086757660) * root).sum()),
        channels.w / 255)
    }
  }

  /// Returns the colour at some coordinates, with each channel rounded to 8 bits.
  func colour(at coordinates: SIMD4<Float>) -> PackedColour {
    var channels = coordinates
    if self == .oklab {
      let lab = SIMD3(Double(coordinates.x), Double(coordinates.y), Double(coordinates.z))
      let root = SIMD3(
        (SIMD3(1, 0.3963377774, 0.2158037573) * lab).sum(),
        (SIMD3(1, -0.1055613458, -0.0638541728) * lab).sum(),
        (SIMD3(1, -0.0894841775, -1.2914855480) * lab).sum())
      let cone = root * root * root
      channels = SIMD4(
        Self.encoded((SIMD3(4.0767416621, -3.3077115913, 0.2309699292) * cone).sum()),
        Self.encoded((SIMD3(-1.2684380046, 2.6097574011, -0.3413193965) * cone).sum()),
        Self.encoded((SIMD3(-0.0041960863, -0.7034186147, 1.7076147010) * cone).sum()),
        coordinates.w * 255)
    }
    let rounded = channels.clamped(lowerBound: .zero, upperBound: SIMD4(repeating: 255))
      .rounded(.toNearestOrAwayFromZero)
    return PackedColour(
      red: UInt32(rounded.x), green: UInt32(rounded.y), blue: UInt32(rounded.z),
      alpha: UInt32(rounded.w))
  }

  /// Returns the coordinates of colours as rows: three columns, or four with opacity.
  func observations(_ colours: [PackedColour], hasAlpha: Bool) -> Matrix<Float> {
    Matrix(rows: colours.count, columns: hasAlpha ? 4 : 3) { output in
      for colour in colours {
        let coordinates = coordinates(of: colour)
        for axis in 0..<(hasAlpha ? 4 : 3) { output.append(coordinates[axis]) }
      }
    }
  }

  /// Returns the colour nearest to each centroid.
  func colours(at centroids: Matrix<Float>) -> [PackedColour] {
    let opaque: Float = self == .rgb ? 255 : 1
    return (0..<centroids.rowCount).map { row in
      colour(
        at: SIMD4(
          centroids[row, 0], centroids[row, 1], centroids[row, 2],
          centroids.columnCount == 4 ? centroids[row, 3] : opaque))
    }
  }

  /// Converts an 8-bit sRGB value to linear light (IEC 61966-2-1).
  private static func linear(_ number: Float) -> Double {
    let share = Double(number) / 255
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
  }

  /// Converts linear light to an sRGB value: from 0 to 255, unless the light is out of range.
  private static func encoded(_ light: Double) -> Float {
    Float(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055))
  }
}
