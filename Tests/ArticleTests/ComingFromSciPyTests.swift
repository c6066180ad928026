import Testing
import VQTestSupport
import VectorQuantization

/// The code of the article "Coming from SciPy".
@Suite struct ComingFromSciPyTests {
  @Test("the article calls the four functions of SciPy")
  func callsTheFunctions() throws {
    let points = Matrix<Double>.blobs(rows: 60, columns: 2, clusters: 3, seed: 1)

    let whitened = try whiten(points)
    let (codebook, distortion) = try kmeans(whitened, k: 3, seed: 7)
    let (codes, distances) = try vq(whitened, codebook: codebook)
    let (centroids, labels) = try kmeans2(whitened, k: 3, iterations: 20, seed: 7)
    let (refined, _) = try kmeans(whitened, startingFrom: centroids)

    #expect(distortion > 0 && distances.count == 60)
    #expect(codes.count == labels.count && refined.columnCount == 2)
  }
}
