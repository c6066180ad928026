/// A sample of rows and its transpose, from which the leading directions are found.
///
/// The rows are in the frame, in `Float`, and scaled to about 1.
struct SubspaceSample {
  let rowCount: Int
  let featureCount: Int
  /// A power of two that multiplies the rows in the frame.
  let unit: Double
  private let rows: Matrix<Float>
  private let columns: Matrix<Float>

  /// The maximum number of rows in the sample.
  private static var mostRows: Int { 1024 }
  /// The number of power iterations.
  private static var rounds: Int { 3 }

  /// Takes rows at equal distances.
  init<Scalar: VectorScalar>(_ all: ObservationTiles<Scalar>, frame: Frame<Scalar>) {
    let d = all.columnCount
    let extents = Self.extents(of: all, frame: frame)
    let unit = Self.unit(for: extents.map(\.extent))
    // Rows this far out would take a direction of their own, or overflow.
    let numbers = extents.filter { $0.extent * unit <= 0x1p30 }.map(\.row)
    var rows = [Float](repeating: 0, count: numbers.count * d)
    var columns = rows
    for (position, number) in numbers.enumerated() {
      let row = all.rows(number..<(number + 1), by: nil)
      for feature in 0..<d {
        let value = Float(frame.coordinate(row[0, feature], of: feature) * unit)
        rows[position * d + feature] = value
        columns[feature * numbers.count + position] = value
      }
    }
    self.unit = unit
    rowCount = numbers.count
    featureCount = d
    self.rows = Matrix(elements: rows, rowCount: numbers.count, columnCount: d)
    self.columns = Matrix(elements: columns, rowCount: d, columnCount: numbers.count)
  }

  /// Returns the power of two that scales rows in the frame to about 1.
  static func unit<Scalar: VectorScalar>(
    for rows: ObservationTiles<Scalar>, frame: Frame<Scalar>
  ) -> Double {
    unit(for: extents(of: rows, frame: frame).map(\.extent))
  }

  /// Returns rows at equal distances, with the maximum absolute coordinate of each.
  ///
  /// Rows that are not finite are left out.
  private static func extents<Scalar: VectorScalar>(
    of rows: ObservationTiles<Scalar>, frame: Frame<Scalar>
  ) -> [(row: Int, extent: Double)] {
    let count = min(mostRows, rows.rowCount)
    return (0..<count).compactMap { position in
      let number = rows.rowCount / count * position + rows.rowCount % count * position / count
      let row = rows.rows(number..<(number + 1), by: nil)
      var extent = 0.0
      for feature in 0..<row.columnCount {
        let distance = abs(frame.coordinate(row[0, feature], of: feature))
        // False for a NaN as well.
        guard distance < .infinity else { return nil }
        extent = max(extent, distance)
      }
      return (number, extent)
    }
  }

  /// Uses the median, so that a few rows far out have no effect, and ignores zeros.
  private static func unit(for extents: [Double]) -> Double {
    let sorted = extents.filter { $0 > 0 }.sorted()
    guard !sorted.isEmpty else { return 1 }
    let exponent = min(max(-400, -Int(sorted[sorted.count / 2].exponent)), 400)
    return Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// Finds the leading directions by power iteration from random directions.
  func leadingDirections(_ count: Int, _ team: Team<Float>) -> Directions {
    guard count > 0 else { return Directions([], featureCount: featureCount) }
    var generator = SplitMix64(seed: 0)
    let start = (0..<(count * featureCount)).map { _ in
      Double(Int64(bitPattern: generator.next()) >> 11) * 0x1p-52
    }
    var directions = Directions(start, featureCount: featureCount)
    directions.iterate(atMost: Self.rounds) { directions in
      let along = Self.project(rows, on: directions.basis, team)
      return Directions(Self.project(columns, on: along, team))
    }
    return directions
  }

  /// Returns the products of rows with the directions of a basis, as a basis of equal rank.
  private static func project(
    _ rows: Matrix<Float>, on basis: PanelBasis, _ team: Team<Float>
  ) -> PanelBasis {
    let (n, r, width) = (rows.rowCount, basis.directionCount, basis.width)
    let frame = Frame<Float>.identity(featureCount: rows.columnCount)
    var products = [Float](repeating: 0, count: n * width)
    var norms = [Float](repeating: 0, count: n)
    let stretch = 96
    do {
      let (allProducts, allNorms) = (
        LentMemory(products.mutableSpan), LentMemory(norms.mutableSpan)
      )
      parallelFor((n + stretch - 1) / stretch, workers: team.workers) { _, queue in
        while let item = queue.take() {
          let range = (item * stretch)..<min((item + 1) * stretch, n)
          var products = allProducts.lend((range.lowerBound * width)..<(range.upperBound * width))
          var norms = allNorms.lend(range)
          team.kernels.project(
            rows.span.rows(range), frame: frame.span, on: basis, unit: 1, into: &products,
            norms: &norms)
        }
      }
    }
    let panel = PackedPanel.width
    var elements = [Double](repeating: 0, count: (r + panel - 1) / panel * panel * n)
    for row in 0..<n {
      for direction in 0..<r {
        elements[direction / panel * panel * n + row * panel + direction % panel] =
          Double(products[row * width + direction])
      }
    }
    return PanelBasis(elements: elements, directionCount: r, featureCount: n)
  }
}

extension Frame {
  /// The coordinate of a number, in `Double`.
  func coordinate(_ number: Scalar, of feature: Int) -> Double {
    Double(number) * scale - Double(shift[feature])
  }

  /// The frame of the data's own coordinates.
  static func identity(featureCount: Int) -> Frame {
    let zeros = [Double](repeating: 0, count: featureCount)
    return Frame(center: zeros, extents: zeros)
  }
}
