import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// `vq sample` draws each row at most once, with equal probability, in the order of the file.
@Suite struct SampleCommandTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  /// Writes a file whose row *i* holds the number *i*.
  private func numbered(_ count: Int, in name: String) throws -> String {
    let matrix = Matrix((0..<count).map(Double.init), columns: 1)
    return try place.write(matrix, to: name)
  }

  private func sample(_ path: String, _ options: [String]) throws -> [Double] {
    let output = place.path("sample.npy")
    let outcome = run(["sample", path, "--output", output] + options)
    #expect(outcome.errors == "")
    return try ObservationFile(opening: output).widened(as: Double.self).elements
  }

  @Test(
    "draws distinct rows in order", arguments: ["obs.npy", "obs.csv"], [1, 3, 60, 999, 1000])
  func drawsDistinctRowsInOrder(_ name: String, _ count: Int) throws {
    let rows = try sample(numbered(1000, in: name), ["--count", "\(count)", "--seed", "3"])
    #expect(rows.count == count)
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 })
    #expect(rows.allSatisfy { (0..<1000).contains($0) })
  }

  @Test("draws a share", arguments: [(0.25, 50), (1, 200), (0, 0), (0.011, 2)])
  func drawsAShare(_ fraction: Double, _ count: Int) throws {
    #expect(try sample(numbered(200, in: "obs.npy"), ["--fraction", "\(fraction)"]).count == count)
  }

  /// Each count of a row over 400 samples is within five standard deviations.
  @Test("draws all rows with equal probability", arguments: [1, 10], [20, 40])
  func drawsAllRowsAlike(_ count: Int, _ rowCount: Int) throws {
    let path = try numbered(rowCount, in: "obs.npy")
    var counts = [Int](repeating: 0, count: rowCount)
    for seed in 0..<400 {
      let rows = try sample(path, ["--count", "\(count)", "--seed", "\(seed)"])
      for row in rows { counts[Int(row)] += 1 }
    }
    let share = Double(count) / Double(rowCount)
    let deviation = (400 * share * (1 - share)).squareRoot()
    #expect(counts.allSatisfy { abs(Double($0) - 400 * share) < 5 * deviation })
  }

  @Test func keepsTheType() throws {
    let path = place.path("obs.npy")
    #expect(
      run(["generate", "--n", "50", "--d", "3", "--type", "uint8", "--output", path]).status == 0)
    let rows = try sample(path, ["--count", "5"])
    #expect(rows.count == 15)
    let file = try NPYFile(opening: place.path("sample.npy"))
    #expect(file.elementType == .uint8)
  }

  @Test func wantsAsManyRows() throws {
    let path = try numbered(5, in: "obs.npy")
    let outcome = run(["sample", path, "--count", "6", "--output", place.path("sample.npy")])
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains("obs.npy has 5 observations; --count can be at most that, not 6"))
    #expect(try place.names == ["obs.npy"])
  }

  @Test(
    "requires exactly one size option",
    arguments: [[], ["--count", "2", "--fraction", "0.5"], ["--fraction", "1.5"]])
  func wantsOneSize(_ options: [String]) {
    #expect(run(["sample", "obs.npy", "--output", "sample.npy"] + options).status == 64)
  }
}
