/// A white disc in a dark ring, with the number of the cluster in it.
struct CentroidMarker {
  /// The digits of the number; none if there are too many clusters for numbers to be read.
  private let digits: [Int]
  private let radius: Double

  private static let ringWidth = 2.0
  /// Each digit is 3 x 5 cells, five rows of three bits from the top; a cell is so many pixels wide.
  private static let glyphs = [
    0o75557, 0o26227, 0o71747, 0o71717, 0o55711, 0o74717, 0o74757, 0o71122, 0o75757, 0o75717,
  ]
  private static let cell = 2

  init(code: Int, of clusterCount: Int) {
    let isNumbered = clusterCount <= 100
    digits = isNumbered ? String(code).compactMap(\.wholeNumberValue) : []
    radius = isNumbered ? 12 : 4
  }

  /// Draws the marker, as far as it is inside the picture.
  func draw(at centre: SIMD2<Double>, into indices: inout [UInt8], width: Int, height: Int) {
    let (column, row) = (Int(centre.x), Int(centre.y))
    let reach = Int(radius + Self.ringWidth)
    for y in max(0, row - reach)...min(height - 1, row + reach) {
      for x in max(0, column - reach)...min(width - 1, column + reach) {
        let distance = Double((x - column) * (x - column) + (y - row) * (y - row)).squareRoot()
        guard distance <= radius + Self.ringWidth else { continue }
        // The disc's edge is a pixel wide, so that it looks round.
        let lightness = isInk(x - column, y - row) ? 0 : min(max(radius + 0.5 - distance, 0), 1)
        indices[y * width + x] = ScatterPalette.greyIndex(lightness)
      }
    }
  }

  /// Whether a pixel, so far from the middle, belongs to a digit.
  private func isInk(_ x: Int, _ y: Int) -> Bool {
    // A free column of cells stands between two digits.
    let columns = 4 * digits.count - 1
    let (left, top) = (x + columns * Self.cell / 2, y + 5 * Self.cell / 2)
    guard left >= 0, top >= 0, top < 5 * Self.cell, left < columns * Self.cell else { return false }
    let (column, row) = (left / Self.cell, top / Self.cell)
    guard column % 4 < 3 else { return false }
    let bit = 3 * (4 - row) + (2 - column % 4)
    return Self.glyphs[digits[column / 4]] >> bit & 1 == 1
  }
}
