import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// The code of the article "Getting started", and of the landing pages.
@Suite struct GettingStartedTests {
  private let points: Matrix<Double> = [
    [1.9, 2.3], [1.5, 2.5], [0.8, 0.6], [0.4, 1.8], [0.1, 0.1], [0.2, 1.8],
  ]

  @Test("the landing page clusters four points into two pairs")
  func landingPage() throws {
    let points: Matrix<Double> = [[1.9, 2.3], [1.5, 2.5], [0.8, 0.6], [0.4, 1.8]]
    let clustering = try KMeans(clusterCount: 2, seed: 7).fit(points)
    print(clustering.codes, clustering.centroids)
    #expect(clustering.codes[0] == clustering.codes[1])
  }

  @Test("the article fits, assigns new rows and whitens")
  func fitsAndAssigns() throws {
    let points: Matrix<Double> = [
      [1.9, 2.3], [1.5, 2.5], [0.8, 0.6], [0.4, 1.8], [0.1, 0.1], [0.2, 1.8],
    ]
    let search = KMeans(clusterCount: 3, restarts: 8, seed: 7)
    let clustering = try search.fit(points)
    #expect(Set(clustering.codes).count == 3)

    print(clustering.codes)  // the cluster of each row
    print(clustering.centroids)  // one centroid in each row
    print(clustering.counts)  // how many rows each cluster has
    print(clustering.inertia)  // the sum of squared distances to the nearest centroids
    print(clustering.rows(of: 0))  // the rows of cluster 0

    let newPoints = [[1.7, 2.4], [0.3, 0.2]]
    let (codes, distances) = try clustering.codebook.encode(newPoints)
    let one = try clustering.codebook.code(of: [1.7, 2.4])
    #expect(codes[0] == one && distances.count == 2)

    let whitening = try Whitening(fitting: points)
    let whitened = try whitening.apply(to: points)
    let scaled = try search.fit(whitened)
    print(try whitening.undo(on: scaled.centroids))  // centroids in the units of `points`
    #expect(scaled.counts.reduce(0, +) == 6)
  }

  @Test("the article reports progress while it fits")
  func reportsProgress() async throws {
    let search = KMeans(clusterCount: 3, restarts: 8, seed: 7)
    let task = search.fitTask(points)
    for await progress in task {
      print(progress.phase, progress.iteration, progress.inertia ?? .nan)
    }
    let result = try await task.value
    #expect(result.counts.count == 3)
  }

  @Test("the article reads a table and writes centroids")
  func readsAndWrites() throws {
    let folder = try TemporaryFolder()
    let inputPath = try folder.write("x,y\n1,2\n1,3\n9,8\n".utf8, to: "samples.csv")
    let outputPath = folder.path("centroids.npy")

    let table = try Matrix<Float>(contentsOf: inputPath)
    let fit = try KMeans(clusterCount: 2, seed: 7).fit(table)
    try fit.centroids.write(to: outputPath)

    #expect(try Matrix<Float>(contentsOf: outputPath) == fit.centroids)
    try formatsLandingPage(inputPath: inputPath, outputPath: outputPath)
  }

  private func formatsLandingPage(inputPath: String, outputPath: String) throws {
    let table = try Matrix<Float>(contentsOf: inputPath)
    try table.write(to: outputPath)
    #expect(try Matrix<Float>(contentsOf: outputPath) == table)
  }
}
