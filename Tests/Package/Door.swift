// Code that users wrote, and that no compiler took: at the top level, where Swift 6.3 is strictest.
import Foundation
import VQSelection
import VectorQuantization

let rows = [[0.0, 0], [0, 1], [8, 8], [8, 9]]
let m = try Matrix(rows)
let (book, d) = try kmeans(whiten(m), k: 2, seed: 1)
let (fromRows, _) = try kmeans(rows, k: 2, seed: 1)
let (fromInts, _) = try kmeans([[0, 0], [0, 1], [8, 8], [8, 9]], k: 2, seed: 1)
guard try kmeans(m, k: 2, seed: 1).codebook == fromRows, fromInts == fromRows, d > 0 else {
  fatalError("one matrix in three forms has three codebooks")
}

func makeBook() throws -> Matrix<Double> { fromRows }
let (codes, distances) = try vq(m, codebook: makeBook())
let whitening = try Whitening(fitting: m)
let codebook = Codebook(book)
print(try whitening.undo(on: codebook.decode(codes)))

let search = KMeans(clusterCount: 2, restarts: 8, seed: 7)
let weights = [1.0, 1, 1, 3]
let r = try search.fit(m, weights: weights)
let again = try search.fit(rows, startingFrom: r.centroids, weights: weights)
print(r.centroids, r.codes, again.outcome, r.rows(of: r.codes[0]))
print(try r.codebook.code(of: [1, 2]), r.centroids[row: 0], r.centroids[0, 1])
for row in r.centroids.rows { print(row) }
print(try silhouette(of: m, codes: r.codes, clusterCount: 2) ?? 0)

let encoded = try JSONEncoder().encode(r)
let decoded = try JSONDecoder().decode(Clustering<Double>.self, from: encoded)
guard decoded == r else { fatalError("JSON changed a clustering") }
let (prices, _) = try kmeans(oneFeature: [1, 2, 3, 90] as [Int], k: 2, seed: 1)
print(prices, try Matrix(integers: [[1, 2], [3, 4]]), try vq(m.span, codebook: fromRows).codes)
print(codebook)

final class Model {
  var observations = m
  var clustering: Clustering<Double>?
  func update() throws { clustering = try search.fit(observations) }
  func updateLater() async throws { clustering = try await search.fit(observations) }
}
let model = Model()
try model.update()
try await model.updateLater()
print(model.clustering?.counts ?? [])
