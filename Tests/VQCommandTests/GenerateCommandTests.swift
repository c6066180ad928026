import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// `vq generate` makes the requested observations, the same for the same seed.
@Suite struct GenerateCommandTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  private func generate(_ name: String, _ options: [String]) throws -> [UInt8] {
    let outcome = run(["generate", "--output", place.path(name)] + options)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    return try place.bytes(name)
  }

  /// The observations fill several blocks, the last one only partly.
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
    // Five standard deviations of a variance that is estimated from about 36,000 differences.
    let members = Double(20_000 - counts[0])
    #expect(abs(squares / (2 * members) / 0.25 - 1) < 5 * (1 / members).squareRoot())
    // The weights are 3, 7/3, 5/3 and 1. Five standard deviations of a count are below 350.
    let expected = [2000] + [3, 7.0 / 3, 5.0 / 3, 1].map { 18_000 * $0 / 8 }
    #expect(zip(counts, expected).allSatisfy { abs(Double($0) - $1) < 350 })
  }

  /// Checks the shares within 1, 2 and 3 standard deviations.
  ///
  /// Five standard deviations of a share are below 0.0113.
  @Test func drawsNormalNumbers() throws {
    _ = try generate(
      "obs.npy",
      ["--n", "10000", "--d", "5", "--k", "1", "--separation", "0", "--type", "float64"])
    let numbers = try place.matrix("obs.npy", of: Double.self).elements
    for (limit, share) in [(1.0, 0.682_689), (2, 0.954_500), (3, 0.997_300)] {
      let found = Double(numbers.count { abs($0) < limit }) / 50_000
      #expect(abs(found - share) < 5 * (share * (1 - share) / 50_000).squareRoot())
    }
    let mean = numbers.reduce(0, +) / 50_000
    #expect(abs(mean) < 5 / Double(50_000).squareRoot())
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
    "refuses invalid options",
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
