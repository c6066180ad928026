import Testing
import VQTestSupport
import VectorQuantization

/// The distribution of k-means++: shares of the squared distance times the weight.
@Suite struct PlusPlusTests {
  @Test(
    "the second centroid is drawn by squared distance and weight",
    arguments: [nil, [1, 2, 4]] as [[Double]?])
  func secondFollowsSquaredDistances(_ weights: [Double]?) throws {
    let points: [Float] = [0, 1, 3]
    let observations = Matrix(points, columns: 1)
    let search = KMeans.starting(.plusPlus, clusterCount: 2)
    var counts = [[Int]](repeating: [0, 0, 0], count: 3)
    for seed in 0..<3000 as Range<UInt64> {
      let start = try search.start(observations, weights: weights, seed: seed).centroids.elements
      let drawn = start.compactMap { points.firstIndex(of: $0) }
      counts[drawn[0]][drawn[1]] += 1
    }

    for first in 0..<3 {
      let potentials = (0..<3).map { row in
        let distance = Double(points[row] - points[first])
        return distance * distance * Double(weights?[row] ?? 1)
      }
      #expect(counts[first][first] == 0)
      let others = (0..<3).filter { $0 != first }
      let total = potentials.reduce(0, +)
      #expect(
        isPlausible(
          others.map { counts[first][$0] }, shares: others.map { potentials[$0] / total }),
        "after \(points[first]): \(counts[first])")
    }
  }

  @Test("the distribution is right across tiles")
  func lawHoldsAcrossTiles() throws {
    // Groups of duplicates: the first tiles hold the value 0, the next ones 1, 2 and 4.
    let values: [Double] = [0, 1, 2, 4]
    let observations = Matrix((0..<2000).map { values[$0 / 500] }, columns: 1)
    let search = KMeans.starting(.plusPlus, clusterCount: 2)
    var counts = [0, 0, 0]
    for seed in 0..<400 as Range<UInt64> {
      let start = try search.start(observations, seed: seed).centroids.elements
      guard start[0] == 0, let second = values.firstIndex(of: start[1]) else { continue }
      counts[second - 1] += 1
    }
    try #require(counts.reduce(0, +) > 50, "about a quarter begin at 0")
    #expect(isPlausible(counts, shares: [1.0 / 21, 4.0 / 21, 16.0 / 21]))
  }

  @Test(
    "the draws do not depend on the magnitude of the numbers",
    arguments: [0x1p-1000, 0x1p-530, 0x1p-200, 0x1p200, 0x1p530, 0x1p1000],
    [KMeans.Initialization.plusPlus, .greedyPlusPlus])
  func magnitudeDoesNotMatter(_ unit: Double, _ rule: KMeans.Initialization) throws {
    let observations = Matrix<Double>.blobs(rows: 100, columns: 3, clusters: 9, seed: 223)
    let search = KMeans.starting(rule, clusterCount: 9)
    for seed in 0..<5 as Range<UInt64> {
      let start = try search.start(observations.mapElements { $0 * unit }, seed: seed)
      let plain = try search.start(observations, seed: seed)
      #expect(start.centroids == plain.centroids.mapElements { $0 * unit })
    }
  }

  @Test("greedy starts are better than plain ones on average")
  func greedyStartsAreBetter() throws {
    let observations = Matrix<Float>.blobs(
      rows: 400, columns: 2, clusters: 16, seed: 224, narrowing: 2)
    func meanInertia(_ rule: KMeans.Initialization) throws -> Double {
      let search = KMeans.starting(rule, clusterCount: 16)
      let inertias = try (0..<20).map { try search.start(observations, seed: $0).inertia }
      return inertias.reduce(0, +) / 20
    }
    let (plain, greedy) = (try meanInertia(.plusPlus), try meanInertia(.greedyPlusPlus))
    #expect(greedy < plain)
    // And k-means++ is far better than uniform draws.
    #expect(try plain < meanInertia(.points))
  }
}
