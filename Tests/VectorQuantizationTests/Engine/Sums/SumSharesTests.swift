import Testing
import VQTestSupport
import VectorQuantization

@Suite struct SumSharesTests {
  /// Codes: one third of them, or all if `isGiant`, are code 5.
  private func codes(_ count: Int, clusterCount: Int, isGiant: Bool) -> [Int32] {
    var generator = TestGenerator(seed: 771)
    return (0..<count).map { _ in
      isGiant || generator.integer(below: 3) == 0
        ? 5 : Int32(generator.integer(below: clusterCount))
    }
  }

  @Test(
    "every code and feature is in exactly one share", arguments: [1, 15, 16, 17, 128, 1000],
    [false, true])
  func coversAll(_ featureCount: Int, _ divides: Bool) {
    let clusterCount = 3000
    for isGiant in [false, true] {
      let codes = codes(40_000, clusterCount: clusterCount, isGiant: isGiant)
      let shares = SumShares(
        codes: codes, clusterCount: clusterCount, featureCount: featureCount, divides: divides)
      var times = [Int](repeating: 0, count: clusterCount * featureCount)
      for item in 0..<shares.count {
        for code in shares[item].codes {
          for feature in shares[item].features { times[code * featureCount + feature] += 1 }
        }
      }
      #expect(times.allSatisfy { $0 == 1 })
    }
  }

  @Test("the work of one cluster with all rows is divided among several workers")
  func dividesGiants() {
    let codes = codes(200_000, clusterCount: 300, isGiant: true)
    let shares = SumShares(codes: codes, clusterCount: 300, featureCount: 128, divides: true)
    let own = (0..<shares.count).map { shares[$0] }.filter { $0.codes.contains(5) }
    #expect(own.count == 8)
    #expect(own.allSatisfy { $0.features.count == 16 })
  }

  @Test("a fit with one large cluster has the same bits with any number of workers")
  func sameBits() throws {
    var generator = TestGenerator(seed: 772)
    let (n, d, k) = (9000, 128, 300)
    let observations = Matrix<Float>(
      (0..<(n * d)).map { place in
        let isFar = place / d % 30 == 0
        let unit: Float = generator.longSignificand()
        return isFar ? Float(generator.flat()) * 0x1p-10 * unit : unit
      }, columns: d)
    let start = observations.rows(at: (0..<k).map { $0 * 30 })
    #expect(
      TilePlan.iterating(rowCount: n, featureCount: d, clusterCount: k, scalarSize: 4).sumsByCode)
    var search = KMeans(
      clusterCount: k, algorithm: .lloyd, stopping: .never, maximumIterations: 4,
      emptyClusters: .keep, workers: 1)
    let alone = try search.fit(observations.span, startingFrom: start)
    #expect(alone.counts.max() ?? 0 > n / 2)
    for workers in [2, 5] {
      search.workers = workers
      #expect(try search.fit(observations.span, startingFrom: start) == alone)
    }
  }
}
