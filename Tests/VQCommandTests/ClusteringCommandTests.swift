import Foundation
import Testing
import VQTestSupport
import VectorQuantization

/// `kmeans`, `kmeans2` and `fit` write the results of the library.
@Suite struct ClusteringCommandTests {
  private let place: TemporaryFolder
  private let single = Matrix<Float>.heaps
  private let double = Matrix<Double>.heaps
  private let observations: String

  init() throws {
    place = try TemporaryFolder()
    observations = try place.write(single, to: "obs.npy")
  }

  private func outputs(_ format: String = "npy") -> [String] {
    ["--codebook", "book", "--codes", "codes", "--distances", "distances"].map { word in
      word.hasPrefix("--") ? word : place.path("\(word).\(format)")
    }
  }

  @Test func kmeansWritesWhatTheLibraryFinds() throws {
    let outcome = run(["kmeans", observations, "--k", "3", "--seed", "7"] + outputs())
    #expect(outcome.status == 0)

    let expected = try kmeans(single.span, k: 3, seed: 7).codebook
    let (codes, distances) = try vq(single.span, codebook: expected)
    #expect(try place.matrix("book.npy", of: Float.self) == expected)
    #expect(try place.codes("codes.npy") == codes)
    #expect(try place.matrix("distances.npy", of: Float.self).elements == distances)
    #expect(try place.names == ["book.npy", "codes.npy", "distances.npy", "obs.npy"])
  }

  @Test func kmeansStartsFromABook() throws {
    let start: Matrix<Double> = double.randomRows(3, seed: 2)
    let book = try place.write(start, to: "start.csv")
    let arguments = ["kmeans", observations, "--start", book, "--threshold", "0.01"]
    #expect(run(arguments + outputs()).status == 0)
    let expected = try kmeans(
      single.span, startingFrom: start.mapElements(Float.init), threshold: 0.01)
    #expect(try place.matrix("book.npy", of: Float.self) == expected.codebook)
  }

  @Test func kmeans2WritesTheLastAssignment() throws {
    let path = try place.write(double, to: "double.npy")
    let arguments = ["kmeans2", path, "--k", "8", "--iterations", "1", "--seed", "3"]
    #expect(run(arguments + ["--init", "points"] + outputs()).status == 0)
    let expected = try kmeans2(
      double.span, k: 8, iterations: 1, initialization: .points, seed: 3)
    #expect(try place.matrix("book.npy", of: Double.self) == expected.centroids)
    #expect(try place.codes("codes.npy") == expected.codes)
    #expect(try vq(double.span, codebook: expected.centroids).codes != expected.codes)
  }

  @Test func kmeans2ReportsAnEmptyCluster() throws {
    let start = try place.write([[0, 0, 0], [1e6, 0, 0]] as Matrix<Float>, to: "start.npy")
    let kept = run(["kmeans2", observations, "--start", start, "--report", "json"])
    #expect(try kept.report()["emptyClusters"] as? [Int] == [1])
    let failed = run(["kmeans2", observations, "--start", start, "--empty", "fail"])
    #expect(failed.status == 1)
    #expect(failed.errors.hasPrefix("vq kmeans2: cluster 1 has no observations in iteration "))
  }

  @Test func kmeans2MeasuresToTheCentroidsThatCodesName() throws {
    let arguments = ["kmeans2", observations, "--k", "5", "--seed", "3", "--iterations", "1"]
    #expect(run(arguments + outputs()).status == 0)
    let book = try place.matrix("book.npy", of: Float.self)
    let codes = try place.codes("codes.npy")
    let distances = try place.matrix("distances.npy", of: Float.self).elements
    for row in 0..<single.rowCount {
      let squared = (0..<single.columnCount).reduce(0.0) { sum, column in
        let difference = Double(single[row, column]) - Double(book[Int(codes[row]), column])
        return sum + difference * difference
      }
      // The tolerance covers a few roundings in Double, and one to Float.
      #expect(abs(Double(distances[row]) - squared.squareRoot()) <= Double(distances[row].ulp))
    }
    // After one iteration, some observations are nearer to another centroid, so the two differ.
    #expect(try distances != vq(single.span, codebook: book).distances)
  }

  @Test func fitTakesEveryOption() throws {
    let weights = (0..<200).map { Double($0 % 3) }
    let file = try place.write(
      Matrix(weights, columns: 1), oneDimensional: true, to: "weights.npy")
    let options = [
      "--init", "greedy", "--restarts", "2", "--max-iterations", "3", "--tolerance", "0",
      "--empty", "keep", "--weights", file, "--algorithm", "lloyd", "--kernels", "serial",
      "--seed", "9", "--workers", "1",
    ]
    #expect(run(["fit", observations, "--k", "5"] + options + outputs()).status == 0)

    let search = KMeans(
      clusterCount: 5, algorithm: .lloyd, initialization: .greedyPlusPlus, restarts: 2,
      stopping: .centroidShift(atMost: 0), maximumIterations: 3, emptyClusters: .keep, seed: 9)
    let expected = try search.fit(single.span, weights: weights)
    #expect(try place.matrix("book.npy", of: Float.self) == expected.codebook.centroids)
    #expect(try place.codes("codes.npy") == expected.codes)
  }

  @Test("reads weights in any format", arguments: ["npy", "csv"])
  func takesWeightsOfAnyFormat(_ format: String) throws {
    let weights = Matrix((0..<200).map { 0.1 * Double($0 % 7) }, columns: 1)
    let file = try place.write(weights, to: "weights.\(format)")
    let arguments = ["fit", observations, "--k", "5", "--seed", "9", "--weights", file]
    #expect(run(arguments + outputs()).status == 0)

    let search = KMeans(clusterCount: 5, stopping: .centroidShift(atMost: 1e-4), seed: 9)
    let expected = try search.fit(single.span, weights: weights.elements)
    #expect(try place.matrix("book.npy", of: Float.self) == expected.codebook.centroids)
  }

  @Test("writes text if the extension requests it", arguments: ["csv", "tsv"])
  func writesText(_ format: String) throws {
    #expect(run(["fit", observations, "--k", "3"] + outputs(format)).status == 0)
    #expect(try place.matrix("book.\(format)", of: Double.self).rowCount == 3)
    #expect(try place.matrix("codes.\(format)", of: Double.self).rowCount == 200)
    #expect(try place.matrix("distances.\(format)", of: Double.self).columnCount == 1)
  }

  @Test func writesToAPipe() throws {
    let pipe = Pipe()
    let path = try place.link(
      "pipe.csv", to: "/dev/fd/\(pipe.fileHandleForWriting.fileDescriptor)")
    #expect(run(["fit", observations, "--k", "3", "--codes", path]).status == 0)
    try pipe.fileHandleForWriting.close()
    let codes = try #require(try pipe.fileHandleForReading.readToEnd())
    #expect(String(decoding: codes, as: UTF8.self).split(separator: "\n").count == 200)
  }

  @Test func keepsOneDimension() throws {
    let column = Matrix(single.elements, columns: 1)
    let path = try place.write(column, oneDimensional: true, to: "line.npy")
    #expect(run(["fit", path, "--k", "3"] + outputs()).status == 0)

    #expect(try place.isOneDimensional("book.npy"))
  }

  @Test func readsText() throws {
    let path = try place.write(double, to: "obs.csv")
    let report = try run(["fit", path, "--k", "3", "--report", "json"]).report()
    #expect(report["dtype"] as? String == "float64")
    #expect(report["n"] as? Int == 200)
  }

  @Test func drawsAnotherSeedEachTime() throws {
    let books = try (0..<2).map { _ in
      let arguments = ["kmeans2", observations, "--k", "9", "--init", "points"]
      #expect(run(arguments + outputs()).status == 0)
      return try place.matrix("book.npy", of: Float.self)
    }
    #expect(books[0] != books[1])
  }
}
