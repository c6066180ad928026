import Testing
import VQTestSupport
import VectorQuantization

/// With very many observations, `automatic` uses a sample.
@Suite struct SampledSeedingTests {
  private static func search(_ k: Int, seed: UInt64) -> KMeans {
    return KMeans(
      clusterCount: k, stopping: .never, maximumIterations: 1, emptyClusters: .keep, seed: seed)
  }

  @Test("a sample gives starts about as good as those from all observations")
  func choosesWell() throws {
    let observations = Matrix<Float>.blobs(
      rows: 40_000, columns: 4, clusters: 12, seed: 921, narrowing: 2)
    func meanInertia(_ threshold: Int) throws -> Double {
      try (0..<12).map { seed in
        var search = Self.search(12, seed: UInt64(seed))
        search.resources.seedingSample = threshold
        return try search.fit(observations.span).inertia
      }.reduce(0, +) / 12
    }
    // A missed cluster would increase the inertia many times.
    #expect(try meanInertia(0) < 1.5 * meanInertia(.max))
  }

  @Test("the sample does not depend on the workers or the form of the observations")
  func isReproducible() throws {
    let observations = Matrix<Float>.blobs(rows: 30_000, columns: 3, clusters: 9, seed: 922)
      .mapElements { (number: Float) in Float(Int(16 * number)) }
    let stored = StoredMatrix(observations, as: .int16, order: .columns)
    var search = Self.search(20, seed: 4)
    search.resources.seedingSample = 10_000
    let expected = try search.fit(observations.span)
    for workers in [1, 3] {
      search.workers = workers
      #expect(try search.fit(Observations<Float>(stored.span)) == expected)
      #expect(try search.fit(Observations<Float>(reading: stored.reader())) == expected)
    }
  }

  @Test("observations of weight 0 are not chosen, even if few others exist")
  func drawsNothingOfWeightZero() throws {
    let shape = Shape(300_000, 2, 8)
    let observations = Matrix<Double>.blobs(shape, seed: 923)
    var weights = [Double](repeating: 0, count: shape.rows)
    let weighted = (0..<10).map { $0 * 31_415 % shape.rows }
    for row in weighted { weights[row] = 1 }
    var search = Self.search(8, seed: 4)
    search.resources.seedingSample = 1000
    let found = try search.fit(observations.span, weights: weights)
    #expect(found.codebook.clusterCount == 8)
    let chosen = Set(weighted.map { Array(observations.rows(at: [$0]).elements) })
    let single = (0..<8).filter { code in
      chosen.contains(Array(found.codebook.centroids.rows(at: [code]).elements))
    }
    // Eight of the ten were chosen, so each centroid is the mean of one or two.
    #expect(single.count >= 6)
  }
}
