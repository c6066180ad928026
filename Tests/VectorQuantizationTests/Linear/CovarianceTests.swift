import Testing
import VQTestSupport
import VectorQuantization

@Suite struct CovarianceTests {
  @Test("products of differences from the mean add up", arguments: ScalarKind.allCases)
  func sumsProducts(_ scalar: ScalarKind) throws {
    let kernels = try #require(KernelSet.available.first)
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      let rows = Matrix<Scalar>.blobs(rows: 700, columns: 5, clusters: 3, seed: 740)
      let covariance = Covariance(of: rows.span, kernels: kernels, workers: 2)
      let mean = (0..<5).map { column in
        (0..<700).reduce(0) { $0 + Double(rows[$1, column]) } / 700
      }
      #expect(zip(covariance.mean, mean).allSatisfy { abs($0 - $1) <= 1e-10 })
      for one in 0..<5 {
        for other in 0..<5 {
          let sum = (0..<700).reduce(0) {
            $0 + (Double(rows[$1, one]) - mean[one]) * (Double(rows[$1, other]) - mean[other])
          }
          // Relative to the sums on the diagonal, which are the largest.
          let unit = (0..<5).map { covariance.scatter.elements[$0 * 6] }.max() ?? 0
          #expect(abs(covariance.scatter.elements[one * 5 + other] - sum) <= 1e-12 * unit)
        }
      }
    }
    check(scalar.type)
  }

  @Test("the covariance has the same bits with every kernel set and any number of workers")
  func isTheSameEverywhere() {
    let rows = Matrix<Float>.blobs(rows: 5000, columns: 33, clusters: 3, seed: 741)
    let all = KernelSet.available.flatMap { kernels in
      [1, 3].map { Covariance(of: rows.span, kernels: kernels, workers: $0) }
    }
    #expect(all.allSatisfy { $0.mean == all[0].mean && $0.scatter == all[0].scatter })
  }

  @Test func isZeroForOneRow() throws {
    let kernels = try #require(KernelSet.available.first)
    let rows: Matrix<Double> = [[0.1, 2]]
    let covariance = Covariance(of: rows.span, kernels: kernels, workers: nil)
    #expect(covariance.mean == [0.1, 2])
    #expect(covariance.scatter.elements == [0, 0, 0, 0])
  }
}
