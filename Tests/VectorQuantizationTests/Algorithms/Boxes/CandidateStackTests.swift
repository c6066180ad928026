import Testing
import VQTestSupport
import VectorQuantization

/// The candidates kept for a box always include the nearest centroid to each of its points.
@Suite struct CandidateStackTests {
  @Test("the nearest centroid is always kept", arguments: ScalarKind.allCases, 1...6)
  func keepsNearest(_ scalar: ScalarKind, _ columns: Int) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      var generator = TestGenerator(seed: 571)
      for round in 0..<200 {
        let side = [3, 9, 1000][round % 3]
        let centroids = Matrix<Scalar>.lattice(
          rows: 1 + generator.integer(below: 40), columns: columns, side: side,
          seed: UInt64(round))
        let corners = (0..<columns).map { _ in
          let (one, other) = (generator.integer(below: side), generator.integer(below: side))
          // Every other box is a single point.
          return (min(one, other), round % 2 == 0 ? min(one, other) : max(one, other))
        }
        let (low, high) = (corners.map { Double($0.0) }, corners.map { Double($0.1) })
        for kernels in KernelSet.available {
          let kept = CandidateStack.codes(
            of: centroids.span, box: Matrix(low + high, columns: columns), kernels: kernels)
          #expect(kept == kept.sorted() && !kept.isEmpty)
          for point in points(low, high, with: &generator) {
            let squared = (0..<centroids.rowCount).map { code in
              (0..<columns).reduce(0) { sum, column in
                let difference = point[column] - Double(centroids[code, column])
                return sum + difference * difference
              }
            }
            let minimum = squared.min()
            let nearest = squared.indices.filter { squared[$0] == minimum }
            #expect(nearest.allSatisfy { kept.contains(Int32($0)) })
          }
        }
      }
    }
    check(scalar.type)
  }

  @Test("centroids that are farther everywhere are dropped")
  func givesUpOthers() throws {
    let centroids: Matrix<Float> = [[0, 0], [10, 0], [0, 3], [100, 100], [2, 0]]
    func kept(_ low: [Double], _ high: [Double]) throws -> [Int32] {
      CandidateStack.codes(
        of: centroids.span, box: Matrix(low + high, columns: 2),
        kernels: try KernelSet(named: "serial"))
    }
    #expect(try kept([-1, -1], [0.5, 1]) == [0])
    #expect(try kept([-1, -1], [1, 1]) == [0, 4])
    #expect(try kept([-9, -9], [99, 99]) == [0, 1, 2, 3, 4])
    #expect(try kept([90, 90], [99, 99]) == [3])
  }

  @Test("centroids whose distances overflow are kept")
  func keepsOverflow() throws {
    let far = Double.greatestFiniteMagnitude
    let centroids: Matrix<Double> = [[0, 0], [far, -far], [-far, far], [1, 0]]
    let kept = CandidateStack.codes(
      of: centroids.span, box: [[-far, -far], [far, far]],
      kernels: try KernelSet(named: "serial"))
    #expect(kept == [0, 1, 2, 3])
  }

  @Test("near ties are kept", arguments: KernelSet.available)
  func keepsNearTies(_ kernels: KernelSet) throws {
    // The last centroid is nearer by a relative 2⁻⁹⁹; the search still returns the second.
    let centroids: Matrix<Double> = [
      [-40, 9], [0, 0], [50, 1], [50, 2], [50, 3], [50, 4], [50, 5], [50, 6], [0x1p-100, 0],
    ]
    let box: Matrix<Double> = [[1, 0], [1, 0]]
    #expect(CandidateStack.codes(of: centroids.span, box: box, kernels: kernels) == [1, 8])
  }

  /// Corners of a box, and random points inside it.
  private func points(
    _ low: [Double], _ high: [Double], with generator: inout TestGenerator
  ) -> [[Double]] {
    (0..<24).map { number in
      low.indices.map { column in
        if number < 12 { return generator.integer(below: 2) == 0 ? low[column] : high[column] }
        let share = Double(generator.integer(below: 9)) / 8
        return low[column] + share * (high[column] - low[column])
      }
    }
  }
}
