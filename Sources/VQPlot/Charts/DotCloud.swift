internal import Foundation

/// The density of soft dots at each pixel, and the mean of their colours.
struct DotCloud {
  private let width: Int
  private let height: Int
  private let radius: Int
  /// For each pixel, the sum of the colours of its dots, weighted by their densities, and the sum
  /// of the densities.
  private var sums: [SIMD4<Float>]

  /// Creates an empty cloud; with fewer dots, each dot is larger.
  init(width: Int, height: Int, dotCount: Int) {
    self.width = width
    self.height = height
    let room = (Double(width * height) / Double(max(1, dotCount))).squareRoot()
    radius = min(max(Int(room / 5), 1), 4)
    sums = Array(repeating: .zero, count: width * height)
  }

  /// Adds a dot that is dense in its centre and fades to its edge.
  ///
  /// - Parameters:
  ///   - pixel: The position in pixels from the top left.
  ///   - colour: The colour.
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

  /// Returns the cloud as pixels, shaded by the logarithm of the density, because the eye perceives
  /// ratios.
  func pixels(_ theme: Theme) -> Pixels {
    // Limits the influence of a few very dense pixels, so that the others stay visible.
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
