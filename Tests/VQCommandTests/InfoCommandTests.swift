import Testing
import VQTestSupport
import VectorQuantization

/// `vq info` says what files hold, and what this machine computes with.
@Suite struct InfoCommandTests {
  @Test func saysWhatFilesHold() throws {
    let place = try TemporaryFolder()
    let observations = try place.write(Matrix<Float>.heaps, to: "obs.npy")
    let table = try place.write([[1, 2], [3, 4]] as Matrix<Double>, to: "table.csv")
    let codes = place.path("codes.npy")
    #expect(run(["fit", observations, "--k", "2", "--codes", codes]).status == 0)

    let outcome = run(["info", observations, table, codes])
    #expect(outcome.status == 0)
    let fields = outcome.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(
      fields.dropFirst().map { $0.dropFirst().joined(separator: " ") } == [
        "float32 200 3 2,400", "float64 2 2 32", "int32 200 1 800",
      ])
  }

  @Test func saysNothingOfGoodFilesBesideABadOne() throws {
    let place = try TemporaryFolder()
    let good = try place.write(Matrix<Float>.heaps, to: "obs.npy")
    let outcome = run(["info", good, place.path("none.npy")])
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("none.npy"))
  }

  @Test func saysWhatTheMachineComputesWith() {
    let outcome = run(["info"])
    #expect(outcome.status == 0)
    #expect(KernelSet.available.allSatisfy { outcome.output.contains($0.name) })
    #expect(outcome.output.contains("workers"))
    #expect(outcome.output.contains("version"))
  }
}
