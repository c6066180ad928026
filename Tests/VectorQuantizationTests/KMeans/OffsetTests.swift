import Foundation
import Testing
import VQTestSupport
import VectorQuantization

/// Data far from 0, such as map coordinates and time stamps.
@Suite struct OffsetTests {
  /// Clusters of numbers with full significands, at an offset of `ratio` times their spread.
  private func rows(_ number: Int, ratio: Double) -> Matrix<Float> {
    var generator = TestGenerator(seed: 9000 + UInt64(number))
    let spread = [0.01, 1, 1e-5, 300][number % 4]
    let columns = 2 + number % 4
    let offsets = (0..<columns).map { $0 % 2 == 0 ? ratio * spread : -0.7 * ratio * spread }
    let centers = (0..<(6 * columns)).map { _ in Self.bell(&generator) * spread }
    return Matrix(
      (0..<3000).flatMap { _ in
        let center = generator.integer(below: 6)
        return (0..<columns).map { feature in
          Float(
            offsets[feature] + centers[center * columns + feature]
              + Self.bell(&generator) * spread / 3)
        }
      }, columns: columns)
  }

  /// Returns an approximately normal number with standard deviation 1: the sum of four uniform
  /// draws.
  private static func bell(_ generator: inout TestGenerator) -> Double {
    (0..<4).reduce(0.0) { sum, _ in sum + Double(generator.integer(below: 1 << 20)) - 0x1p19 }
      * 0x1p-20 * 12.squareRoot() / 2
  }

  /// Returns the sum of the squared distances of the rows to the means of their codes.
  private func inertia(_ rows: Matrix<Double>, _ codes: [Int32], _ clusterCount: Int) -> Double {
    let (means, _) = Oracle.means(rows, codes: codes, clusterCount: clusterCount)
    let d = rows.columnCount
    return codes.indices.reduce(0.0) { sum, row in
      (0..<d).reduce(sum) { sum, feature in
        let difference = rows[row, feature] - means[Int(codes[row]) * d + feature]
        return sum + difference * difference
      }
    }
  }

  @Test("float rows give the centroids of the same rows in double, rounded once")
  func keepsDigits() throws {
    var shares: [Double] = []
    for number in 0..<200 {
      let ratio = pow(10, 7 * Double(number) / 199)
      let rows = rows(number, ratio: ratio)
      let start = rows.randomRows(8, seed: UInt64(number))
      let search = KMeans(
        clusterCount: 8, stopping: .never, maximumIterations: 100, emptyClusters: .keep)
      let found = try search.fit(rows.span, startingFrom: start)
      let (doubles, doubleStart) = (Matrix<Double>(rows), Matrix<Double>(start))
      let expected = try search.fit(doubles.span, startingFrom: doubleStart)
      let centroids = Matrix<Float>(expected.codebook.centroids)
      #expect(found.codebook.centroids == centroids, "ratio \(ratio)")
      #expect(found.codes == Oracle.nearest(rows, centroids).codes, "ratio \(ratio)")
      // If the spread is less than 16 ulp, rounding the codebook changes codes.
      if ratio > 1e6 { continue }
      shares.append(inertia(doubles, found.codes, 8) / inertia(doubles, expected.codes, 8))
    }
    #expect(shares.allSatisfy { $0 <= 1.001 })
    #expect(shares.reduce(0, +) / Double(shares.count) <= 1.0001)
  }
}
