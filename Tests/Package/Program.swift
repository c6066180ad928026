// What a user's program does: a table, weights, progress, cancellation, and the largest clusters.
import VQFormats
import VectorQuantization

let table = try Matrix<Float>(contentsOf: CommandLine.arguments[1])
let whitening = try Whitening(fitting: table)
let observations = try whitening.apply(to: table)
let weights = table.rows.map { 1 + Double(abs($0[0])) }

let search = KMeans(clusterCount: 4, restarts: 8, seed: 7)
let task = search.fitTask(observations, weights: weights)
var iterations = 0
for await progress in task where progress.phase == .iterating { iterations += 1 }
let clustering = try await task.value
guard iterations > 0 else { fatalError("no progress was reported") }

let endless = KMeans(clusterCount: 4, restarts: .max, stopping: .never, maximumIterations: .max)
let abandoned = endless.fitTask(observations)
abandoned.cancel()
do {
  _ = try await abandoned.value
  fatalError("a fit that was cancelled has a result")
} catch is CancellationError {
  print("cancelled")
}

let (codes, distances) = try clustering.codebook.encode(observations)
guard codes == clustering.codes, distances.count == table.rowCount else {
  fatalError("other codes than those of the fit")
}
let decoded = try whitening.undo(on: clustering.codebook.decode(codes))
guard decoded.rowCount == table.rowCount else { fatalError("other rows than those of the table") }
try clustering.centroids.write(to: CommandLine.arguments[2])

let centroids = try whitening.undo(on: clustering.centroids)
let largest = clustering.counts.indices.sorted { clustering.counts[$0] > clustering.counts[$1] }
for code in largest.prefix(2) {
  print("cluster \(code): \(clustering.counts[code]) rows about \(centroids[row: code])")
}
print(centroids)
