internal import Foundation

/// How densely soft dots cover each pixel, and the cluster of the dot that was laid there last.
struct DotCloud {
  private let width: Int
  private let height: Int
  private let radius: Int
  private var densities: [Double]
  private var codes: [Int32]

  /// Creates an empty cloud for so many dots: the fewer, the larger each is.
  init(width: Int, height: Int, dotCount: Int) {
    self.width = width
    self.height = height
    let room = (Double(width * height) / Double(max(1, dotCount))).squareRoot()
    radius = min(max(Int(room / 5), 1), 4)
    densities = Array(repeating: 0, count: width * height)
    codes = Array(repeating: 0, count: width * height)
  }

  /// Lays a dot, dense in its middle and fading to its edge.
  mutating func add(_ pixel: SIMD2<Double>, code: Int32) {
    let (column, row) = (Int(pixel.x), Int(pixel.y))
    for y in max(0, row - radius)...min(height - 1, row + radius) {
      for x in max(0, column - radius)...min(width - 1, column + radius) {
        let distance = Double((x - column) * (x - column) + (y - row) * (y - row)).squareRoot()
        let density = 1 - distance / Double(radius + 1)
        guard density > 0 else { continue }
        let index = y * width + x
        if distance == 0 || densities[index] == 0 { codes[index] = code }
        densities[index] += density
      }
    }
  }

  /// The colours, by the logarithm of the density: the eye sees ratios.
  func indices(in palette: ScatterPalette) -> [UInt8] {
    // A few dense pixels must not leave all others in the dark.
    let full = 0.85 * log1p(densities.max() ?? 0)
    return zip(densities, codes).map { density, code in
      density == 0
        ? ScatterPalette.groundIndex
        : palette.index(code: Int(code), density: min(1, log1p(density) / full))
    }
  }
}
