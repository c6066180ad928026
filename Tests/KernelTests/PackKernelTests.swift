import CVQKernels
import Testing
import VQTestSupport

/// The packed memory has the layout that `CVQKernels.h` documents.
@Suite struct PackKernelTests {
  private static let rowCounts = [1, 2, 15, 16, 17, 47, 48, 49, 95, 97]
  private static let columnCounts = [1, 2, 3, 4, 7, 8, 9, 17]

  @Test(
    "rows lie side by side in groups, in the frame, padded with zeros",
    arguments: KernelCase.all, rowCounts)
  func rowsLieSideBySide(_ kernels: KernelCase, _ count: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      let group = table.rowGroup
      for (columns, gap) in zip(Self.columnCounts, [0, 1, 0, 5, 3, 0, 7, 2]) {
        let rows = Rows<Scalar>.rough(count, columns: columns, gap: gap, seed: 31)
        let frame = frame(Scalar.self, columns: columns)
        let groups = table.pack(rows, frame: frame).groups.contents
        var expected = groups.map { _ in Scalar.zero }
        for row in 0..<count {
          let start = row / group * group * columns
          for column in 0..<columns {
            expected[start + column * group + row % group] =
              rows[row, column] * Scalar(frame.scale) - frame.shift[column]
          }
        }
        #expect(groups == expected, "\(columns) columns")
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "margins grow with the norm, and with the farthest centroid that matters",
    arguments: KernelCase.all, rowCounts)
  func marginsFollowNorms(_ kernels: KernelCase, _ count: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      for columns in Self.columnCounts {
        let rows = Rows<Scalar>.rough(count, columns: columns, seed: 32)
        let frame = frame(Scalar.self, columns: columns)
        let bounds = vqk_margin(
          factor: 0.5, minimum: 0.25, maximum: 6, underflow: 0.125, coarseness: 0)
        let packed = table.pack(rows, frame: frame, margin: bounds)
        // A coordinate and its square round, and so do at most `columns` additions. The root halves
        // this error, rounds itself, and rounds to the scalar, as the margin does. The margin grows
        // at most with the square of the norm.
        let tolerance = Double(columns + 8) * Double(Scalar.ulpOfOne)
        for (row, margin) in packed.margins.contents.enumerated() {
          let squared = (0..<columns).reduce(0.0) { sum, column in
            let x = Double(rows[row, column]) * frame.scale - Double(frame.shift[column])
            return sum + x * x
          }
          let norm = squared.squareRoot()
          let g = min(6, 6 * norm + 0.5)
          let expected = 0.5 * (norm * g + g * g / 2) + 0.125
          #expect(agree(Double(margin), expected, within: tolerance))
        }
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "a row that is not finite or overflows has a margin that is not finite",
    arguments: KernelCase.all, [0.0, 0.5, .infinity])
  func extremeRowsHaveNoMargin(_ kernels: KernelCase, _ maximum: Double) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      for columns in [1, 9] {
        var rows = Rows<Scalar>.rough(60, columns: columns, seed: 33)
        let extremes: [Scalar] = [.nan, .infinity, -.infinity, -.greatestFiniteMagnitude]
        for (row, value) in zip([0, 16, 48, 59], extremes) {
          rows[row, row % 2 == 0 ? 0 : columns - 1] = value
        }
        let margins = table.pack(
          rows, frame: .identity(columns: columns),
          margin: vqk_margin(factor: 1, minimum: 0, maximum: maximum, underflow: 1, coarseness: 0)
        ).margins.contents
        #expect(margins.indices.filter { !margins[$0].isFinite } == [0, 16, 48, 59])
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test(
    "centroids lie side by side in panels of 8, after half their squared norms",
    arguments: KernelCase.all, [1, 7, 8, 9, 16, 17, 40])
  func centroidsLieInPanels(_ kernels: KernelCase, _ count: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for columns in Self.columnCounts {
        let center = IntegerPoints.random(1, columns: columns, seed: 34)
        let points = IntegerPoints.random(count, columns: columns, seed: 35)
        let frame = TestFrame(shift: center.scaled(Scalar.self, exponent: -7), scale: 0x1p-7)
        let packed = KernelTable<Scalar>(kernels).pack(
          centroids: points.rows(Scalar.self), frame: frame)

        let inFrame = points.relative(to: center.coordinates)
        let squares = (0..<count).map { code in inFrame[code].reduce(0) { $0 + $1 * $1 } }
        var expected: [Scalar] = []
        for first in stride(from: 0, to: count, by: 8) {
          let codes = first..<(first + 8)
          expected += codes.map { code in
            code < count ? Scalar(Double(squares[code]) / 2 * 0x1p-14) : .infinity
          }
          for column in 0..<columns {
            expected += codes.map { code in
              code < count ? Scalar(inFrame.coordinates[code * columns + column]) / 128 : 0
            }
          }
        }
        #expect(packed.panels.contents == expected, "\(columns) columns")
        #expect(packed.maximum == (Double(squares.max() ?? 0) * 0x1p-14).squareRoot())
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("a centroid that is not finite has an infinite norm", arguments: KernelCase.all)
  func notFiniteCountsAsInfinite(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      // Half the squared norm of the last centroid overflows the scalar.
      let overflowing = Scalar.greatestFiniteMagnitude.squareRoot() * 1.5
      let values: [Scalar] = [.nan, .infinity, -.infinity, overflowing]
      for code in [0, 7, 8, 9] {
        for value in values {
          var book: Rows<Scalar> = IntegerPoints.random(10, columns: 3, seed: 36).rows(Scalar.self)
          let frame = TestFrame<Scalar>.identity(columns: 3)
          let others = table.pack(centroids: book, frame: frame)
          book[code, code % 3] = value
          let packed = table.pack(centroids: book, frame: frame)
          #expect(packed.maximum == .infinity)
          #expect(packed.minimum >= others.minimum && packed.minimum.isFinite)
        }
      }
      let lone = Rows<Scalar>([.nan], columns: 1)
      #expect(table.pack(centroids: lone, frame: .identity(columns: 1)).minimum == .infinity)
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("a scale that is a power of two changes no bit", arguments: KernelCase.all)
  func scaleIsExact(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      let rows = IntegerPoints.random(49, columns: 5, seed: 37)
      let book = IntegerPoints.random(9, columns: 5, seed: 38)
      let plain = TestFrame<Scalar>.identity(columns: 5)
      let margin = vqk_margin(factor: 1, minimum: 1, maximum: 8, underflow: 0, coarseness: 0)
      let expected = (
        table.pack(rows.rows(Scalar.self), frame: plain, margin: margin),
        table.pack(centroids: book.rows(Scalar.self), frame: plain)
      )
      for exponent in [-100, 90] {
        var frame = plain
        frame.scale = Double(sign: .plus, exponent: -exponent, significand: 1)
        let packed = table.pack(
          rows.rows(Scalar.self, exponent: exponent), frame: frame, margin: margin)
        let codebook = table.pack(
          centroids: book.rows(Scalar.self, exponent: exponent), frame: frame)
        #expect(packed.groups.contents == expected.0.groups.contents)
        #expect(packed.margins.contents == expected.0.margins.contents)
        #expect(codebook.panels.contents == expected.1.panels.contents)
        #expect(codebook.maximum == expected.1.maximum)
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  /// A shift with random digits, and a scale.
  private func frame<Scalar: KernelScalar>(
    _: Scalar.Type, columns: Int
  ) -> TestFrame<Scalar> {
    TestFrame(shift: Rows<Scalar>.rough(1, columns: columns, seed: 39).elements, scale: 0.25)
  }
}
