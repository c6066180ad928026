import CVQKernels
import Testing
import VQTestSupport

/// `nearest` never gives a wrong code: rows that the scores cannot decide are undecided.
///
/// Coordinates are integers, so the tests know every score exactly.
@Suite struct NearestKernelTests {
  /// Numbers of rows and features close to the widths of registers and packing, in all
  /// combinations, with numbers of centroids in turn.
  static let shapes: [Shape] = {
    let rows = [1, 2, 15, 16, 17, 47, 48, 49, 95, 97]
    let columns = [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 33, 129]
    let clusters = [1, 7, 8, 9, 16, 17, 40]
    return columns.enumerated().flatMap { i, columns in
      rows.enumerated().map { j, rows in
        Shape(rows, columns, clusters[(i + j) % clusters.count])
      }
    }
  }()

  @Test("a decided code is that of the nearest centroid", arguments: KernelCase.all, shapes)
  func decidedCodesAreNearest(_ kernels: KernelCase, _ shape: Shape) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let rows = IntegerPoints.random(shape.rows, columns: shape.columns, seed: 1)
      let book = IntegerPoints.random(shape.clusterCount, columns: shape.columns, seed: 2)
      let center = IntegerPoints.random(1, columns: shape.columns, seed: 3)
      let search = Search<Scalar>(kernels, rows: rows, book: book, center: center, exponent: -19)
      search.expectNothingWrong()
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("a row between two centroids is undecided", arguments: KernelCase.all, [1, 3, 8, 9, 33])
  func midpointsAreUndecided(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      // Both in one panel, in neighbouring panels, and in the first and the last.
      for (first, second) in [(0, 1), (2, 7), (7, 8), (0, 16), (3, 16), (15, 16)] {
        // The pair lies near the origin and the others far from it.
        var coordinates = IntegerPoints.random(17, columns: columns, within: 1 << 10, seed: 4)
          .coordinates.map { $0 + (1 << 18) }
        let pair = IntegerPoints.random(2, columns: columns, within: 1 << 10, seed: 5)
        coordinates.replaceSubrange((first * columns)..<((first + 1) * columns), with: pair[0])
        coordinates.replaceSubrange((second * columns)..<((second + 1) * columns), with: pair[1])
        let book = IntegerPoints(coordinates: coordinates, columns: columns)
        let middle = zip(pair[0], pair[1]).map { ($0 + $1) / 2 }
        // Every other row lies on a centroid of the pair.
        let rows = IntegerPoints(
          coordinates: (0..<50).flatMap { $0 % 2 == 0 ? middle : Array(pair[$0 / 2 % 2]) },
          columns: columns)

        let search = Search<Scalar>(kernels, rows: rows, book: book)
        search.expectNothingWrong()
        #expect(search.found.undecided == Array(stride(from: 0, to: 50, by: 2)))
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("if every centroid has a twin, every row is undecided", arguments: KernelCase.all)
  func twinsAreUndecided(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for (columns, half) in [(2, 1), (8, 4), (9, 8), (5, 20)] {
        let rows = IntegerPoints.random(97, columns: columns, seed: 6)
        let book = IntegerPoints.random(half, columns: columns, seed: 7)
        let twins = IntegerPoints(
          coordinates: book.coordinates + book.coordinates, columns: columns)
        let search = Search<Scalar>(kernels, rows: rows, book: twins)
        #expect(search.found.undecided == Array(0..<97))
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("the padding of a panel is never nearest", arguments: KernelCase.all, [1, 7, 9, 17])
  func paddingNeverWins(_ kernels: KernelCase, _ clusterCount: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      // Rows around the origin, where the padding lies, and centroids far away: scores are
      // positive.
      for columns in [1, 8, 9] {
        let rows = IntegerPoints.random(49, columns: columns, within: 8, seed: 8)
        let book = IntegerPoints(
          coordinates: (0..<(clusterCount * columns)).map { 1024 + 4096 * ($0 / columns) },
          columns: columns)
        let search = Search<Scalar>(kernels, rows: rows, book: book)
        #expect(search.found.undecided.isEmpty)
        #expect(search.found.codes.allSatisfy { $0 == 0 })
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "the limit of an undecided row is its lowest score and the margin", arguments: KernelCase.all,
    [2, 7, 12, 129])
  func limitsAreExact(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      // Twins leave every row undecided, and small integers do not round.
      let rows = IntegerPoints.random(53, columns: columns, within: 4, seed: 9)
      let book = IntegerPoints.random(19, columns: columns, within: 4, seed: 10)
      let twins = IntegerPoints(coordinates: book.coordinates + book.coordinates, columns: columns)
      let search = Search<Scalar>(kernels, rows: rows, book: twins)
      let expected = (0..<rows.count).map { row in
        search.doubledScores(row).min().map { Double(Scalar($0) / 2 + search.margins[row]) }
      }
      #expect(search.found.open.map(\.limit) == expected)
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "with many features, two candidates are listed and three are not", arguments: KernelCase.all,
    [64, 65, 129])
  func pairsAreListed(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let rows = IntegerPoints.random(50, columns: columns, seed: 15)
      let far = IntegerPoints.random(21, columns: columns, within: 1 << 10, seed: 16)
        .coordinates.map { $0 + (1 << 18) }
      for copies in [[3, 12], [12, 20], [0, 1], [5, 9, 19]] {
        // Every row is nearest to each of the copies.
        var coordinates = far
        for code in copies {
          coordinates.replaceSubrange(
            (code * columns)..<((code + 1) * columns), with: repeatElement(0, count: columns))
        }
        let book = IntegerPoints(coordinates: coordinates, columns: columns)
        let open = Search<Scalar>(kernels, rows: rows, book: book).found.open
        #expect(open.count == 50)
        #expect(open.allSatisfy { $0.is_pair == (copies.count == 2) })
        if copies.count == 2 {
          #expect(open.allSatisfy { [Int($0.codes.0), Int($0.codes.1)] == copies })
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "rows that are not finite or overflow are undecided and affect no other row",
    arguments: KernelCase.all, [1, 5, 9, 17])
  func extremeRowsAreUndecided(_ kernels: KernelCase, _ columns: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let points = IntegerPoints.random(97, columns: columns, seed: 11)
      let book = IntegerPoints.random(17, columns: columns, seed: 12)
      let plain = Search<Scalar>(kernels, rows: points, book: book)

      var rows: Rows<Scalar> = points.rows(Scalar.self)
      let values: [Scalar] = [
        .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.signalingNaN,
      ]
      let extreme = [0, 1, 14, 15, 16, 17, 31, 47, 48, 63, 94, 95, 96]
      for (index, row) in extreme.enumerated() {
        rows[row, index % 2 == 0 ? 0 : columns - 1] = values[index % values.count]
      }
      let search = Search(kernels, rows: rows, book: book.rows(Scalar.self))
      #expect(search.found.undecided == (plain.found.undecided + extreme).uniqueSorted)
      for row in 0..<97 where !search.found.undecided.contains(row) {
        #expect(search.found.codes[row] == plain.found.codes[row])
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("a centroid that is not finite is never nearest", arguments: KernelCase.all)
  func extremeCentroidsAreNeverNearest(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for value in [Scalar.nan, .infinity, -.infinity] {
        for code in [0, 3, 7, 8, 10] {
          let rows = IntegerPoints.random(20, columns: 3, seed: 13)
          let book = IntegerPoints.random(11, columns: 3, seed: 14)
          var elements: Rows<Scalar> = book.rows(Scalar.self)
          elements[code, 1] = value
          let found = Search(kernels, rows: rows.rows(Scalar.self), book: elements).found
          for row in 0..<20 where !found.undecided.contains(row) {
            let squares = (0..<11).filter { $0 != code }.map { other in
              (zip(rows[row], book[other]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }, other)
            }
            #expect(squares.min { $0.0 < $1.0 }?.1 == Int(found.codes[row]))
          }
          #expect(found.undecided.isEmpty)
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }
}

extension [Int] {
  fileprivate var uniqueSorted: [Int] { Set(self).sorted() }
}

/// One search, and the exact scores for comparison.
private struct Search<Scalar: KernelScalar> {
  let found: Found
  let margins: [Scalar]
  private let rows: IntegerPoints
  private let book: IntegerPoints
  /// The length in the frame of one unit of the integers.
  private let unit: Double

  /// Searches points in a frame around `center`, in units of 2 to the power of `exponent`.
  init(
    _ kernels: KernelCase, rows: IntegerPoints, book: IntegerPoints, center: IntegerPoints? = nil,
    exponent: Int = 0
  ) {
    var frame = TestFrame<Scalar>.identity(columns: rows.columns)
    if let center { frame.shift = center.scaled(Scalar.self, exponent: exponent) }
    let unit = Double(sign: .plus, exponent: exponent, significand: 1)
    frame.scale = unit
    // The same scores, with every point taken relative to the center.
    let origin = center?.coordinates ?? Array(repeating: 0, count: rows.columns)
    self.init(
      kernels, packing: rows.rows(Scalar.self, gap: 2), book.rows(Scalar.self), frame,
      rows: rows.relative(to: origin), book: book.relative(to: origin), unit: unit)
  }

  /// Searches any rows, in their own coordinates; only `found` is meaningful then.
  init(_ kernels: KernelCase, rows: Rows<Scalar>, book: Rows<Scalar>) {
    let none = IntegerPoints(coordinates: [], columns: 1)
    self.init(
      kernels, packing: rows, book, .identity(columns: rows.columns), rows: none, book: none,
      unit: 1)
  }

  private init(
    _ kernels: KernelCase, packing elements: Rows<Scalar>, _ centroids: Rows<Scalar>,
    _ frame: TestFrame<Scalar>, rows: IntegerPoints, book: IntegerPoints, unit: Double
  ) {
    let table = KernelTable<Scalar>(kernels)
    let codebook = table.pack(centroids: centroids, frame: frame)
    let packed = table.pack(
      elements, frame: frame, margin: TestMargin<Scalar>.of(codebook, columns: elements.columns))
    found = table.nearest(packed, codebook)
    margins = packed.margins.contents
    self.rows = rows
    self.book = book
    self.unit = unit
  }

  /// Twice the score of each centroid for a row, in squared units: exact.
  func doubledScores(_ row: Int) -> [Int] {
    (0..<book.count).map { code in
      zip(rows[row], book[code]).reduce(0) { $0 + $1.1 * ($1.1 - 2 * $1.0) }
    }
  }

  /// Expects that rows with clear scores have the right code and that no other row is decided.
  func expectNothingWrong() {
    #expect(found.undecided == Set(found.undecided).sorted(), "listed once and in order")
    let undecided = Set(found.undecided)
    for row in 0..<rows.count {
      let scores = doubledScores(row)
      let ascending = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
      let gap =
        ascending.count < 2
        ? Double.infinity : Double(scores[ascending[1]] - scores[ascending[0]]) / 2 * unit * unit
      let margin = Double(margins[row])
      if undecided.contains(row) {
        #expect(gap <= margin * TestMargin<Scalar>.surelyDecided, "row \(row) must be decided")
      } else {
        #expect(found.codes[row] == Int32(ascending[0]), "row \(row)")
        let claimed = found.gaps[row]
        #expect(claimed > 0 && claimed <= gap, "row \(row) has a gap of \(gap)")
        #expect(claimed >= gap - margin * TestMargin<Scalar>.surelyDecided || gap == .infinity)
        #expect(gap > margin * TestMargin<Scalar>.surelyUndecided, "row \(row) must be undecided")
      }
    }
  }
}

/// The margin that the engine gives to the kernels.
///
/// The error of each of two scores is at most γ(|x||c| + |c|²/2), γ = (d + 8)u, and the margin adds
/// a tenth. So the errors of two computed scores together are at most 1/1.1 of the margin.
private enum TestMargin<Scalar: KernelScalar> {
  /// An exact gap of at most this share of the margin cannot look greater than the margin.
  static var surelyUndecided: Double { 1 - 1 / 1.1 }
  /// An exact gap above this multiple of the margin cannot look less than the margin.
  ///
  /// The excess over 1 + 1 / 1.1 covers the rounding of the limit that scores are compared with.
  static var surelyDecided: Double { 2 }

  static func of(_ codebook: PackedCentroids<Scalar>, columns: Int) -> vqk_margin {
    let roundings = Double(columns + 8)
    let roundoff = Double(Scalar.ulpOfOne) / 2
    return vqk_margin(
      factor: 2.2 * roundings * roundoff, minimum: codebook.minimum, maximum: codebook.maximum,
      underflow: roundings * Double(Scalar.leastNormalMagnitude), coarseness: 0)
  }
}
