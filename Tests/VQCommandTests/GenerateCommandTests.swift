import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// `vq generate` makes the same observations of a seed every time, and what was asked for.
@Suite struct GenerateCommandTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  private func generate(_ name: String, _ options: [String]) throws -> [UInt8] {
    let outcome = run(["generate", "--output", place.path(name)] + options)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    return try place.bytes(name)
  }

  /// Several blocks, the last of them short.
  @Test("makes the same bytes on any number of workers", arguments: ["float32", "uint8"])
  func isReproducible(_ type: String) throws {
    let options = ["--n", "10001", "--d", "20", "--seed", "5", "--type", type]
    let one = try generate("one.npy", options + ["--workers", "1"])
    #expect(try generate("two.npy", options + ["--workers", "2"]) == one)
    #expect(try generate("other.npy", options.map { $0 == "5" ? "6" : $0 }) != one)
  }

  @Test func drawsAroundItsCenters() throws {
    let (codes, centers) = (place.path("codes.npy"), place.path("centers.npy"))
    _ = try generate(
      "obs.npy",
      [
        "--n", "20000", "--d", "2", "--k", "4", "--type", "float64", "--spread", "0.5",
        "--imbalance", "3", "--noise", "0.1", "--codes", codes, "--codebook", centers,
      ])
    let observations = try place.matrix("obs.npy", of: Double.self)
    let truth = try place.codes("codes.npy")
    let book = try place.matrix("centers.npy", of: Double.self)
    var counts = [Int](repeating: 0, count: 5)
    var squares = 0.0
    for (row, code) in truth.enumerated() {
      counts[Int(code) + 1] += 1
      guard code >= 0 else { continue }
      for column in 0..<2 {
        let difference = observations[row, column] - book[Int(code), column]
        squares += difference * difference
      }
    }
    // Five standard deviations of the variance's estimate from some 36,000 differences.
    let members = Double(20_000 - counts[0])
    #expect(abs(squares / (2 * members) / 0.25 - 1) < 5 * (1 / members).squareRoot())
    // Weights 3, 7/3, 5/3 and 1; five standard deviations of a count are below 350.
    let expected = [2000] + [3, 7.0 / 3, 5.0 / 3, 1].map { 18_000 * $0 / 8 }
    #expect(zip(counts, expected).allSatisfy { abs(Double($0) - $1) < 350 })
  }

  @Test("writes every format", arguments: ["a.csv", "a.fvecs", "a.tsv"])
  func writesEveryFormat(_ name: String) throws {
    let options = ["--n", "30", "--d", "3"]
    _ = try generate(name, options)
    _ = try generate("a.npy", options)
    let matrix = try ObservationFile(opening: place.path(name)).widened(as: Float.self)
    #expect(try place.matrix("a.npy", of: Float.self) == matrix)
  }

  @Test func writesBytesAsRecords() throws {
    _ = try generate("a.bvecs", ["--n", "30", "--d", "3", "--type", "uint8"])
    let file = try ObservationFile(opening: place.path("a.bvecs"))
    #expect(file.rowCount == 30 && file.columnCount == 3)
  }

  @Test(
    "refuses what cannot be",
    arguments: [
      ["--n", "9223372036854775807", "--d", "9"], ["--k", "1000000", "--d", "1000000"],
      ["--imbalance", "0"], ["--noise", "2"], ["--type", "int8"], ["--codes", "codes.fvecs"],
    ])
  func refusesWhatCannotBe(_ options: [String]) throws {
    let outcome = run(["generate", "--output", place.path("a.npy")] + options)
    #expect(outcome.status != 0)
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(try place.names.isEmpty)
  }
}
