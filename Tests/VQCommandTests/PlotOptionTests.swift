import Testing
import VQTestSupport
import VectorQuantization

/// `--plot` draws the clusters, in addition to the other outputs.
@Suite struct PlotOptionTests {
  private let place: TemporaryFolder
  private let observations: String

  init() throws {
    place = try TemporaryFolder()
    observations = try place.write(Matrix<Float>.heaps, to: "a<b.npy")
  }

  private func arguments(_ command: String) throws -> [String] {
    guard command == "assign" else {
      return [command, observations, "--k", "3", "--seed", "1", "--quiet"]
    }
    let book = try place.write(Matrix<Float>.heaps.randomRows(3, seed: 1), to: "book.npy")
    return [command, observations, "--codebook", book, "--quiet"]
  }

  @Test("every clustering command draws a plot", arguments: ["kmeans", "kmeans2", "fit", "assign"])
  func draws(_ command: String) throws {
    let outcome = run(try arguments(command) + ["--plot", place.path("plot.svg")])
    #expect(outcome.status == 0)
    let text = try place.text("plot.svg")
    #expect(text.contains("a&lt;b.npy: 200 observations, 3 clusters"))
    #expect(text.contains(">PC 1 ("))
  }

  @Test func isTheSameOnAnyNumberOfWorkers() throws {
    let plots = try ["1", "2", "7"].map { workers in
      let path = place.path("plot\(workers).svg")
      #expect(run(try arguments("fit") + ["--workers", workers, "--plot", path]).status == 0)
      return try place.bytes("plot\(workers).svg")
    }
    #expect(plots.allSatisfy { $0 == plots[0] })
  }

  @Test("refuses a plot that cannot be written", arguments: ["plot.pdf", "none/plot.svg"])
  func looksAtThePlotFirst(_ name: String) throws {
    for command in ["kmeans", "kmeans2", "fit", "assign"] {
      var arguments = try arguments(command)
      // The observations are missing too, so the error message comes before any work.
      arguments[1] = place.path("missing.npy")
      let outcome = run(arguments + ["--plot", place.path(name)])
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains(name))
    }
  }

  @Test func appearsOnlyWithTheOtherOutputs() throws {
    let full = try place.link("full.svg", to: "/dev/full")
    let before = try place.names
    let outcome = run(
      try arguments("fit") + ["--codes", place.path("codes.npy"), "--plot", full])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("full.svg"))
    let after = try place.names
    #expect(after == before)
  }

  @Test func goesToAFileOfItsOwn() throws {
    let outcome = run(
      try arguments("fit") + ["--codes", place.path("a.svg"), "--plot", place.path("a.svg")])
    #expect(outcome.status == 64)
  }
}
