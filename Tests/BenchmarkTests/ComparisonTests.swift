import Testing
import VQTestSupport
import vq_bench

/// Runs are compared through the files that they wrote.
@Suite struct ComparisonTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  @Test func tellsFasterFromSlowerFromNoise() throws {
    let before = try file(["sift": [10, 11, 12], "embed": [10, 11, 12], "few": [10, 11, 12]])
    let after = try file(["sift": [5, 5.5, 6], "embed": [20, 21, 22], "few": [11, 12, 13]])
    let rows = Comparison(before, after).rows
    #expect(rows.map(\.name) == ["embed", "few", "sift"])
    #expect(rows.map(\.verdict) == ["slower", "within noise", "faster"])
    #expect(rows.map(\.ratio) == [11.0 / 21, 11.0 / 12, 2])
  }

  @Test func setsAsideWhatOnlyOneRunHas() throws {
    let before = try file(["sift": [1], "embed": [1]])
    let after = try file(["sift": [1], "few": [1]])
    #expect(Comparison(before, after).unmatched == ["embed", "few"])
  }

  @Test func doesNotCompareDifferentProblemsOfOneName() throws {
    let comparison = Comparison(try file(["sift": [1]]), try file(["sift": [1]], clusterCount: 9))
    #expect(comparison.rows.isEmpty)
    #expect(comparison.unmatched == ["sift"])
  }

  @Test func bringsBackWhatWasWritten() throws {
    let file = try file(["sift": [0.1, 1.0 / 3]])
    try file.write(to: place.path("copy.json"))
    #expect(try BenchmarkFile(reading: place.path("copy.json")) == file)
  }

  @Test(
    "refuses other files with a one-line error message",
    arguments: ["", "{}", "[1, 2]", "scenario", #"{"format": "vq-bench 0"}"#])
  func refusesOtherFiles(_ text: String) throws {
    let path = try place.write(text.utf8, to: "other.json")
    #expect(
      throws: BenchError.failure("\(path) is not a file that vq-bench --json wrote")
    ) { try BenchmarkFile(reading: path) }
  }

  @Test func saysWhichFileIsMissing() {
    let path = place.path("missing.json")
    #expect(
      throws: BenchError.failure("cannot read \(path); give a file that vq-bench --json wrote")
    ) { try BenchmarkFile(reading: path) }
  }

  private func file(
    _ scenarios: [String: [Double]], clusterCount: Int = 8
  ) throws -> BenchmarkFile {
    BenchmarkFile(
      date: "2026-11-21T12:00:00Z", kernels: "serial", workers: 1,
      scenarios: scenarios.sorted { $0.key < $1.key }.map { name, seconds in
        ScenarioRecord(
          name: name, work: "iterate", unit: "iteration", n: 100, d: 2, k: clusterCount,
          scalar: "f32", algorithm: "automatic", iterations: 1, seconds: seconds)
      })
  }
}
