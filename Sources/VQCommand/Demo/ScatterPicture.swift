internal import Foundation
internal import VectorQuantization

/// A picture of observations of two features: each cluster in a colour of its own, brighter where
/// observations are dense, and a numbered marker on each centroid.
struct ScatterPicture {
  let width: Int
  let height: Int
  /// One index into ``palette`` for each pixel, row by row from the top left.
  private(set) var indices: [UInt8]
  let palette: ScatterPalette

  /// Draws a picture.
  ///
  /// - Parameters:
  ///   - observations: One observation a row, of two features.
  ///   - codes: For each observation the number of its cluster.
  ///   - centroids: One centroid a row.
  ///   - width: The number of pixels in a row.
  ///   - height: The number of rows.
  init<Scalar: VectorScalar>(
    of observations: MatrixSpan<Scalar>, codes: [Int32], centroids: Matrix<Scalar>,
    width: Int = 960, height: Int = 720
  ) {
    self.width = width
    self.height = height
    palette = ScatterPalette(clusterCount: centroids.rowCount)
    let projection = Projection(fitting: observations, width: width, height: height)

    var cloud = DotCloud(width: width, height: height, dotCount: observations.rowCount)
    for row in 0..<observations.rowCount {
      let observation = SIMD2(Double(observations[row, 0]), Double(observations[row, 1]))
      cloud.add(projection.pixel(observation), code: codes[row])
    }
    indices = cloud.indices(in: palette)
    for code in 0..<centroids.rowCount {
      let centroid = SIMD2(Double(centroids[code, 0]), Double(centroids[code, 1]))
      let marker = CentroidMarker(code: code, of: centroids.rowCount)
      marker.draw(at: projection.pixel(centroid), into: &indices, width: width, height: height)
    }
  }
}

/// Where an observation falls in a picture, the same scale for both features.
private struct Projection {
  private let scale: Double
  private let origin: SIMD2<Double>
  private let middle: SIMD2<Double>

  /// The pixels left free at each edge, so that no marker is cut.
  private static let margin = 16.0

  init<Scalar: VectorScalar>(fitting observations: MatrixSpan<Scalar>, width: Int, height: Int) {
    var low = SIMD2(repeating: Double.infinity)
    var high = -low
    for row in 0..<observations.rowCount {
      let observation = SIMD2(Double(observations[row, 0]), Double(observations[row, 1]))
      low = pointwiseMin(low, observation)
      high = pointwiseMax(high, observation)
    }
    let size = SIMD2(Double(width), Double(height))
    let room = (size - 2 * Self.margin) / (high - low)
    // Where all observations are one, any scale will do.
    scale = room.min().isFinite ? room.min() : 1
    origin = low / 2 + high / 2
    middle = size / 2
  }

  /// The pixel, x to the right and y, unlike a feature, down.
  func pixel(_ observation: SIMD2<Double>) -> SIMD2<Double> {
    middle + (observation - origin) * scale * SIMD2(1, -1)
  }
}

/// How densely soft dots cover each pixel, and the cluster of the dot that was laid there last.
private struct DotCloud {
  private let width: Int
  private let height: Int
  private let radius: Int
  private var densities: [Double]
  private var codes: [Int32]

  /// - Parameter dotCount: How many dots are to come: the fewer, the larger each.
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
