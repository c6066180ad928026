import Foundation
import Testing
import VQTestSupport
import VectorQuantization

/// A report has all facts, as a table for people or as JSON for programs.
@Suite struct ReportTests {
  private let place: TemporaryFolder
  private let observations: String

  init() throws {
    place = try TemporaryFolder()
    observations = try place.write(Matrix<Float>.heaps, to: "obs.npy")
  }

  @Test(
    "has every fact in JSON",
    arguments: [
      ("kmeans", "float32", 20), ("kmeans2", "float32", 1), ("fit", "float32", 1),
    ])
  func hasEveryFact(_ command: String, _ type: String, _ restarts: Int) throws {
    let outcome = run([command, observations, "--k", "3", "--workers", "2", "--report", "json"])
    #expect(outcome.output.split(separator: "\n").count == 1)
    let report = try outcome.report()
    #expect(report["n"] as? Int == 200)
    #expect(report["d"] as? Int == 3)
    #expect(report["k"] as? Int != nil)
    #expect(report["dtype"] as? String == type)
    #expect(report["iterations"] as? Int != nil)
    #expect(report["restarts"] as? Int == restarts)
    #expect(report["distortion"] as? Double != nil)
    #expect(report["inertia"] as? Double != nil)
    #expect(KMeans.Outcome.allCases.map(\.rawValue).contains(report["outcome"] as? String))
    #expect(KernelSet.available.map(\.name).contains(report["kernels"] as? String))
    #expect(report["workers"] as? Int == 2)
    #expect(report["emptyClusters"] as? [Int] != nil)
    let passes = report["passes"] as? [String: Int]
    #expect((passes?.values.reduce(0, +) ?? 0) >= (report["iterations"] as? Int ?? .max))
    let share = report["distanceShare"] as? Double
    #expect(share.map { $0 >= 0 && $0 <= 1.5 } == true)
    let seconds = report["seconds"] as? [String: Double]
    #expect(seconds?.keys.sorted() == ["iterate", "load", "seeding", "total"])
    #expect(seconds?.values.allSatisfy { $0 >= 0 } == true)
  }

  @Test func writesInfinityAsNull() throws {
    let vast: Matrix<Double> = [[-1e200], [1e200]]
    let path = try place.write(vast, to: "vast.npy")
    let report = try run(["fit", path, "--k", "1", "--report", "json"]).report()
    #expect(report["inertia"] is NSNull)
    #expect(report["distortion"] as? Double == 1e200)
    #expect(run(["fit", path, "--k", "1"]).output.contains("infinite"))
  }

  @Test func listsFewClusters() throws {
    let outcome = run(["fit", observations, "--k", "3", "--seed", "1"])
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    let heading = try #require(lines.firstIndex { $0.hasPrefix("code ") })
    #expect(lines[heading].contains("count") && lines[heading].contains("centroid"))
    #expect(lines[(heading + 1)...].filter { $0.contains(" % ") }.count == 3)
  }

  @Test func listsTheLargestOfManyClusters() throws {
    let outcome = run(["fit", observations, "--k", "100", "--seed", "1"])
    #expect(outcome.output.hasSuffix("and 68 more\n"))
    #expect(outcome.output.split(separator: "\n").filter { $0.contains(" % ") }.count == 32)
  }

  @Test func hasTheClustersAndTheirOriginInJSON() throws {
    let table = try place.write("x,y\n1,2\n3,4\n50,60\n".utf8, to: "table.csv")
    let report = try run(["fit", table, "--k", "2", "--report", "json"]).report()
    #expect(report["columnNames"] as? [String] == ["x", "y"])
    #expect(report["file"] as? String == table)
    #expect((report["counts"] as? [Int])?.sorted() == [1, 2])
    #expect((report["centroids"] as? [[Double]])?.sorted { $0[0] < $1[0] } == [[2, 3], [50, 60]])
    #expect(report["version"] as? String == Release.version)
    let seed = try #require(report["randomSeed"] as? Int)
    let again = try run(["fit", table, "--k", "2", "--seed", "\(seed)", "--report", "json"])
      .report()
    #expect(again["centroids"] as? [[Double]] == report["centroids"] as? [[Double]])
    #expect(again["randomSeed"] as? Int == seed)
  }

  @Test func goesToStandardOutputOnly() {
    let outcome = run(["fit", observations, "--k", "3"])
    #expect(outcome.output.contains("distortion"))
    #expect(outcome.errors == "")
  }
}
