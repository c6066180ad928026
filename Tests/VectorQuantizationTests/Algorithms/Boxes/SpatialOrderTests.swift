import Testing
import VQTestSupport
import VectorQuantization

@Suite struct SpatialOrderTests {
  /// Sizes next to those of leaves and nodes, and one that several workers cut.
  private static let counts = [1, 2, 191, 192, 193, 768, 769, 5000, 210_000]

  @Test(
    "the order holds every observation once, with tight boxes", arguments: ScalarKind.allCases,
    counts)
  func isPermutation(_ scalar: ScalarKind, _ count: Int) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      for columns in [1, 2, 5] {
        let observations = Matrix<Scalar>.blobs(
          rows: count, columns: columns, clusters: 9, seed: 561)
        check(observations)
      }
      check(Matrix<Scalar>.lattice(rows: count, columns: 3, side: 2, seed: 562))
      check(Matrix<Scalar>(Array(repeating: 5, count: 2 * count), columns: 2))
    }
    func check<Scalar: VectorScalar>(_ observations: Matrix<Scalar>) {
      for kernels in KernelSet.available {
        let order = SpatialOrder(of: observations.span, kernels: kernels, workers: 2)
        #expect(order.numbers.sorted() == Array(0..<UInt32(count)))
        #expect(observations.rows(at: order.numbers.map { Int($0) }).elements == order.rows)
        #expect(boxesAreTight(order, columns: observations.columnCount, kernels))
        #expect(SpatialOrder(of: observations.span, kernels: kernels, workers: 1) == order)
      }
    }
    check(scalar.type)
  }

  @Test("leaves of a uniform square are compact")
  func isCompact() throws {
    // A square of side 1024 with 256 leaves.
    let observations = Matrix<Float>(
      (0..<49_152).flatMap { number in
        // A low-discrepancy sequence, which covers the square evenly.
        let x = Double(number) * 0.754_877_666_246_69
        let y = Double(number) * 0.569_840_290_998_05
        return [Float((x - x.rounded(.down)) * 1024), Float((y - y.rounded(.down)) * 1024)]
      }, columns: 2)
    let kernels = try KernelSet.preferred()
    let order = SpatialOrder(of: observations.span, kernels: kernels, workers: 1)
    let boxes = order.boxes(kernels: kernels)
    for leaf in order.shape.nodes(0) {
      let box = boxes[(4 * leaf)..<(4 * leaf + 4)].map { $0 }
      #expect(max(box[2] - box[0], box[3] - box[1]) < 128)
    }
  }

  /// Returns whether each node's box is the bounding box of its rows.
  private func boxesAreTight<Scalar: VectorScalar>(
    _ order: SpatialOrder<Scalar>, columns: Int, _ kernels: KernelSet
  ) -> Bool {
    let boxes = order.boxes(kernels: kernels)
    return (0...order.shape.height).allSatisfy { level in
      order.shape.nodes(level).allSatisfy { node in
        let rows = order.shape.rows(node, level: level)
        return (0..<columns).allSatisfy { column in
          let numbers = rows.map { Double(order.rows[$0 * columns + column]) }
          let place = 2 * node * columns + column
          return numbers.min() == boxes[place] && numbers.max() == boxes[place + columns]
        }
      }
    }
  }
}
