import Testing
import VQTestSupport
import VectorQuantization

/// The code of the articles "Choosing an algorithm" and "Reproducibility".
@Suite struct ChoosingAnAlgorithmTests {
  private let observations = Matrix<Double>.blobs(rows: 2000, columns: 6, clusters: 8, seed: 1)

  @Test("every algorithm of the article returns the same clustering")
  func comparesAlgorithms() throws {
    var search = KMeans(clusterCount: 8, seed: 7)
    let clustering = try search.fit(observations)
    print(clustering.effort.passes)  // how many passes each algorithm made
    print(clustering.effort.distanceShare)  // 0.1: one distance in ten was computed

    let start = clustering.centroids
    search.algorithm = .lloyd
    let dense = try search.fit(observations, startingFrom: start)
    search.algorithm = .hamerly
    let pruned = try search.fit(observations, startingFrom: start)
    assert(dense == pruned)
    #expect(dense == pruned)

    search.algorithm = .automatic
    search.pruningMemory = 0
    let frugal = try search.fit(observations, startingFrom: start)
    assert(frugal == dense)
    #expect(frugal == dense)
  }

  @Test("workers and instruction sets of the article do not change the result")
  func repeatsTheResult() throws {
    var search = KMeans(clusterCount: 6, restarts: 3, seed: 7)
    let reference = try search.fit(observations)

    for workers in [1, 2, 7] {
      search.workers = workers
      let again = try search.fit(observations)
      assert(again == reference)
    }
    search.kernels = try KernelSet(named: "serial")
    let serial = try search.fit(observations)
    assert(serial == reference)
    #expect(serial == reference)
  }
}
