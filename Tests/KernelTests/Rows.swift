import VQTestSupport

/// Rows as kernels expect them: `columns` elements each, their starts `stride` elements apart.
struct Rows<Scalar: KernelScalar> {
  /// The elements of the rows, without the gaps.
  var elements: [Scalar]
  let columns: Int
  let stride: Int

  /// There are `gap` elements between rows, which are NaN in memory.
  init(_ elements: [Scalar], columns: Int, gap: Int = 0) {
    self.elements = elements
    self.columns = columns
    stride = columns + gap
  }

  var count: Int { elements.count / columns }

  /// The elements of one row.
  subscript(row: Int) -> ArraySlice<Scalar> {
    elements[(row * columns)..<((row + 1) * columns)]
  }

  /// One element of one row.
  subscript(row: Int, column: Int) -> Scalar {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// Numbers of either sign and several magnitudes, with random digits.
  ///
  /// Their sums and products round at nearly every step, so a different order gives other bits.
  static func rough(
    _ count: Int, columns: Int, gap: Int = 0, seed: UInt64
  ) -> Rows {
    var generator = TestGenerator(seed: seed)
    return Rows((0..<(count * columns)).map { _ in generator.rough() }, columns: columns, gap: gap)
  }
}

extension TestGenerator {
  /// A number of magnitude 1/8 to 8 and either sign, with random digits.
  mutating func rough<Scalar: KernelScalar>() -> Scalar {
    let significand: Scalar = longSignificand()
    let sign: Scalar = integer(below: 2) == 0 ? 1 : -1
    return sign * significand * Scalar(1 << integer(below: 6)) / 8
  }
}

/// Points with integer coordinates of at most 21 bits.
///
/// They are exact in every scalar. Their squared distances in up to 129 dimensions are exact in
/// `Int` and in `Double`.
struct IntegerPoints {
  let coordinates: [Int]
  let columns: Int

  var count: Int { coordinates.count / columns }

  /// Random points within ±`limit`, with even coordinates.
  static func random(
    _ count: Int, columns: Int, within limit: Int = 1 << 19, seed: UInt64
  ) -> IntegerPoints {
    var generator = TestGenerator(seed: seed)
    return IntegerPoints(
      coordinates: (0..<(count * columns)).map { _ in
        2 * generator.integer(below: limit) - limit
      }, columns: columns)
  }

  subscript(point: Int) -> ArraySlice<Int> {
    coordinates[(point * columns)..<((point + 1) * columns)]
  }

  func squaredDistance(_ point: Int, to other: Int, of others: IntegerPoints) -> Int {
    zip(self[point], others[other]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// The coordinates times 2 to the power of `exponent`.
  func scaled<Scalar: KernelScalar>(_: Scalar.Type, exponent: Int = 0) -> [Scalar] {
    let unit = Scalar(sign: .plus, exponent: Scalar.Exponent(exponent), significand: 1)
    return coordinates.map { Scalar($0) * unit }
  }

  /// The points as rows.
  func rows<Scalar: KernelScalar>(
    _: Scalar.Type, gap: Int = 0, exponent: Int = 0
  ) -> Rows<Scalar> {
    Rows(scaled(Scalar.self, exponent: exponent), columns: columns, gap: gap)
  }
}

extension IntegerPoints {
  /// The same points, relative to `origin`.
  func relative(to origin: [Int]) -> IntegerPoints {
    IntegerPoints(
      coordinates: coordinates.indices.map { coordinates[$0] - origin[$0 % columns] },
      columns: columns)
  }
}
