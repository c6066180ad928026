import Testing
import VQTestSupport
import VectorQuantization

/// Progress is one line on a terminal, redrawn in place and removed at the end.
@Suite struct ProgressTests {
  private let place: TemporaryFolder
  private let observations: String

  init() throws {
    place = try TemporaryFolder()
    observations = try place.write(Matrix<Float>.heaps, to: "obs.npy")
  }

  @Test func isShownOnATerminal() {
    let errors = run(["kmeans", observations, "--k", "3"], onTerminal: true).errors
    #expect(errors.hasPrefix("\r"))
    #expect(errors.contains("restart 1/20"))
    #expect(errors.hasSuffix("\r\u{1B}[K"))
    #expect(!errors.contains("\n"))
  }

  @Test func isClearedBeforeAComplaint() throws {
    let start = try place.write([[0, 0, 0], [1e6, 0, 0]] as Matrix<Float>, to: "start.npy")
    let arguments = ["kmeans2", observations, "--start", start, "--empty", "fail"]
    let outcome = run(arguments, onTerminal: true)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("\r\u{1B}[Kvq kmeans2: cluster 1 has no observations"))
  }

  @Test func isNotShownElsewhere() {
    #expect(run(["kmeans", observations, "--k", "3"]).errors == "")
  }

  @Test func isNotShownIfUnwanted() {
    let outcome = run(["kmeans", observations, "--k", "3", "--quiet"], onTerminal: true)
    #expect(outcome.errors == "")
    #expect(outcome.output != "")
  }
}
