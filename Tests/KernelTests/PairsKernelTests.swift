import CVQKernels
import Testing
import VQTestSupport

/// Neighbour lists and computed pairs decide only rows that are certain.
@Suite struct PairsKernelTests {
  /// Three neighbours of centroid 0 within 10, none of centroid 1 within 5, nothing for centroid 2.
  private let lists = NeighbourLists(
    starts: [0, 3, 3, 3], codes: [4, 1, 3], distances: [2, 4, 4], radii: [10, 5, 0])

  @Test("lists the neighbours within twice the distance", arguments: KernelCase.all)
  func listsNeighbours(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      // Distances: 0.9, 1, 2, 6, 2, 2.6, 0, NaN.
      let rows = Open(
        numbers: [9, 8, 7, 6, 5, 4, 3, 2], codes: [0, 0, 0, 0, 1, 1, 2, 0],
        squared: [0.81, 1, 4, 36, 4, 6.76, 0, .nan])
      let found = table.neighbourPairs(rows, lists, limit: 3, room: 20)
      #expect(found.kept.numbers == [9, 8, 7, 5] && found.kept.codes == [0, 0, 0, 1])
      #expect(found.kept.squared == [0.81, 1, 4, 4] && found.treated == 8)
      #expect(found.pairs.counts == [0, 1, 3, 0])
      #expect(found.pairs.rows == [8, 7, 7, 7] && found.pairs.codes == [4, 4, 1, 3])
      // Up to the next neighbour, or to the radius up to which the list is complete.
      let expected: [Double] = [2 - 0.9, 4 - 1, 10 - 2, 5 - 2]
      for (bound, expected) in zip(found.pairs.beyond, expected) {
        #expect(bound < expected && bound > expected - 1e-5)
      }
      #expect(found.rest.numbers == [6, 4, 3, 2] && found.rest.codes == [0, 1, 2, 0])
      #expect(found.rest.squared[..<3] == [36, 6.76, 0])
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("does not treat rows with more neighbours than the limit", arguments: KernelCase.all)
  func keepsLimit(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let rows = Open(numbers: [0, 1], codes: [0, 0], squared: [1, 4])
      for (limit, kept) in [(0, 0), (1, 1), (2, 1), (3, 2)] {
        let found = KernelTable<Scalar>(kernels).neighbourPairs(
          rows, lists, limit: limit, room: 9)
        #expect(found.kept.count == kept && found.rest.count == 2 - kept && found.treated == 2)
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("stops before the pairs are full", arguments: KernelCase.all)
  func keepsRoom(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let rows = Open(
        numbers: [0, 1, 2, 3], codes: [0, 0, 2, 0], squared: [4, 1, 1, 4])
      for (room, treated) in [(3, 1), (4, 3), (6, 3), (7, 4)] {
        let found = KernelTable<Scalar>(kernels).neighbourPairs(rows, lists, limit: 3, room: room)
        #expect(found.treated == treated && found.pairs.rows.count <= room)
        #expect(found.kept.count + found.rest.count == treated)
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("gives rows the nearest of their pairs, and bounds the rest", arguments: KernelCase.all)
  func settles(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let table = KernelTable<Scalar>(kernels)
      let up = Double(4).nextUp
      // No pairs; one farther; two nearer; a tie; a tie of two nearer ones; one just farther; the
      // own centroid among them; and squares that may have underflowed.
      let squared: [[Double]] = [[], [9], [2, 1], [4], [1, 1], [up], [4, 9], [0]]
      let own: [Double] = [4, 4, 4, 4, 4, 4, 4, 0]
      let rows = Open(
        numbers: (0..<8).map { 10 + $0 }, codes: Array(repeating: 0, count: 8), squared: own)
      let pairs = Pairs(
        rows: squared.indices.flatMap { row in squared[row].map { _ in UInt32(10 + row) } },
        codes: squared.indices.flatMap { row in
          squared[row].indices.map { Int32(row == 6 ? $0 : $0 + 1) }
        },
        squared: squared.flatMap { $0 }, counts: squared.map { Int32($0.count) },
        beyond: [5, 2.5, 5, 5, 5, 5, 2.7, 5])
      let found = table.settlePairs(rows, pairs, roundoff: 0x1p-50)
      #expect(found.rows.numbers == rows.numbers)
      #expect(found.rows.codes == [0, 0, 2, 0, 0, 0, 0, 0])
      #expect(found.rows.squared == [4, 4, 1, 4, 4, 4, 4, 0])
      #expect(found.uncertain == [3, 4, 5, 7])
      let bounds: [Double] = [5, 2.5, 2.0.squareRoot(), 2, 1, 2, 2.7, 0]
      for (second, bound) in zip(found.seconds, bounds) {
        #expect(second <= bound && second >= bound * (1 - 1e-6) - 1e-40)
      }
    }
    check(kernels.scalar.kernelScalar)
  }

  @Test("a NaN is never certain", arguments: KernelCase.all)
  func leavesNaN(_ kernels: KernelCase) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let rows = Open(numbers: [0, 1], codes: [3, 3], squared: [.nan, 1])
      let pairs = Pairs(
        rows: [0, 1], codes: [1, 1], squared: [1, .nan], counts: [1, 1], beyond: [1, 1])
      let found = KernelTable<Scalar>(kernels).settlePairs(rows, pairs, roundoff: 0x1p-50)
      #expect(found.uncertain.contains(0) && found.rows.codes == [3, 3])
    }
    check(kernels.scalar.kernelScalar)
  }
}
