import Testing
import VQTestSupport
import VectorQuantization

/// `vq assign` gives each observation the code of its nearest centroid.
@Suite struct AssignCommandTests {
  private let place: TemporaryFolder
  private let observations = Matrix<Float>.heaps
  private let path: String

  init() throws {
    place = try TemporaryFolder()
    path = try place.write(observations, to: "obs.npy")
  }

  @Test("reads a codebook in any format", arguments: ["npy", "csv", "tsv"])
  func takesAnyFormat(_ format: String) throws {
    let centroids = observations.randomRows(7, seed: 1)
    let book = try place.write(centroids.mapElements(Double.init), to: "book.\(format)")
    let outcome = run([
      "assign", path, "--codebook", book, "--codes", place.path("codes.npy"), "--distances",
      place.path("distances.npy"), "--workers=1",
    ])
    #expect(outcome.status == 0)
    let (codes, distances) = try vq(observations.span, codebook: centroids)
    #expect(try place.codes("codes.npy") == codes)
    #expect(try place.matrix("distances.npy", of: Float.self).elements == distances)
  }

  @Test func reportsHowWellTheCodebookFits() throws {
    let four: Matrix<Double> = [[0, 0], [3, 4], [10, 0], [10, 2]]
    let centroids: Matrix<Double> = [[0, 0], [10, 0], [99, 99]]
    let outcome = run([
      "assign", try place.write(four, to: "four.npy"), "--codebook",
      try place.write(centroids, to: "book.npy"), "--report", "json",
    ])
    let report = try outcome.report()
    #expect(report["n"] as? Int == 4)
    #expect(report["d"] as? Int == 2)
    #expect(report["k"] as? Int == 3)
    #expect(report["dtype"] as? String == "float64")
    #expect(report["distortion"] as? Double == 1.75)
    #expect(report["inertia"] as? Double == 29)
    #expect(report["emptyClusters"] as? [Int] == [2])
    #expect(report["kernels"] as? String != nil)
    #expect(report["workers"] as? Int != nil)
    #expect((report["seconds"] as? [String: Double])?["total"] != nil)
  }

  @Test func givesNoCodesForNoObservations() throws {
    let none = try place.write(Matrix<Float>(rows: 0, columns: 3) { _ in }, to: "none.npy")
    let outcome = run([
      "assign", none, "--codebook", path, "--codes", place.path("codes.npy"), "--report", "json",
    ])
    #expect(outcome.status == 0)
    #expect(try outcome.report()["n"] as? Int == 0)
    #expect(try place.codes("codes.npy") == [])
  }

  @Test func wantsAsManyFeaturesAsTheCodebook() throws {
    let none = try place.write(Matrix<Float>(rows: 3, columns: 0) { _ in }, to: "none.npy")
    let outcome = run(["assign", none, "--codebook", path])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the observations have 0 features and the codebook has 3"))
  }

  @Test func doesNotWriteTheCodebook() throws {
    let book = try place.write(observations.randomRows(2, seed: 1), to: "book.npy")
    let before = try place.bytes("book.npy")
    #expect(run(["assign", path, "--codebook", book]).status == 0)
    #expect(try place.bytes("book.npy") == before)
    #expect(try place.names == ["book.npy", "obs.npy"])
  }
}
