internal import Foundation

/// How densely soft dots cover each pixel, and the mean of their colours.
struct DotCloud {
  private let width: Int
  private let height: Int
  private let radius: Int
  /// The sum over the dots on a pixel of their colours, each times the density of the dot there; and of
  /// the densities.
  private var sums: [SIMD4<Float>]

  /// Creates an empty cloud for so many dots: the fewer, the larger each is.
  init(width: Int, height: Int, dotCount: Int) {
    self.width = width
    self.height = height
    let room = (Double(width * height) / Double(max(1, dotCount))).squareRoot()
    radius = min(max(Int(room / 5), 1), 4)
    sums = Array(repeating: .zero, count: width * height)
  }

  /// Lays a dot, dense in its middle and fading to its edge; its place is in pixels from the top left.
  mutating func add(_ pixel: Point, _ colour: Colour) {
    let colour = SIMD4(Float(colour.red), Float(colour.green), Float(colour.blue), 1)
    let (column, row) = (Int(pixel.x), Int(pixel.y))
    for y in max(0, row - radius)..<max(0, row - radius, min(height, row + radius + 1)) {
      for x in max(0, column - radius)..<max(0, column - radius, min(width, column + radius + 1)) {
        let square = Float((x - column) * (x - column) + (y - row) * (y - row))
        let density = 1 - square.squareRoot() / Float(radius + 1)
        if density > 0 { sums[y * width + x] += density * colour }
      }
    }
  }

  /// The cloud, its shades by the logarithm of the density: the eye sees ratios.
  func pixels(_ theme: Theme) -> Pixels {
    // A few dense pixels must not leave all others next to nothing.
    let full = 0.85 * log1p(sums.reduce(0) { max($0, Double($1.w)) })
    var pixels = Pixels(width: width, height: height, theme.ground)
    for (index, sum) in sums.enumerated() where sum.w > 0 {
      let hue = SIMD3(Double(sum.x), Double(sum.y), Double(sum.z)) / Double(sum.w)
      let colour = Colour(theme.shade(hue, density: min(1, log1p(Double(sum.w)) / full)))
      pixels.bytes[3 * index] = colour.red
      pixels.bytes[3 * index + 1] = colour.green
      pixels.bytes[3 * index + 2] = colour.blue
    }
    return pixels
  }
}
