import Testing
import VQTestSupport

/// `vq demo` needs no input, and writes a picture.
@Suite struct DemoCommandTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  @Test func leavesAPicture() throws {
    let picture = place.path("demo.png")
    let outcome = run([
      "demo", "--n", "300", "--k", "5", "--picture", picture, "--report", "json",
    ])
    #expect(outcome.status == 0)
    let report = try outcome.report()
    #expect(report["n"] as? Int == 300)
    #expect(report["d"] as? Int == 2)
    #expect(report["k"] as? Int == 5)
    #expect(report["observationsPerSecond"] as? Double ?? 0 > 0)
    #expect(report["picture"] as? String == picture)

    let bytes = try place.bytes("demo.png")
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(try place.names == ["demo.png"])
  }

  @Test func hasATitleAndAxes() throws {
    let outcome = run(["demo", "--n", "300", "--k", "5", "--picture", place.path("demo.svg")])
    #expect(outcome.status == 0)
    let text = try place.text("demo.svg")
    for words in ["vq demo: 300 observations, 5 clusters", ">x<", ">y<", ">cluster<"] {
      #expect(text.contains(words))
    }
  }

  /// For these seeds, the best of four runs is a local optimum with an inertia of about 1360: one
  /// blob is split in two, and two blobs share a cluster.
  @Test("finds all blobs", arguments: [(10, 1231.0), (11, 1196.0)])
  func findsAllBlobs(_ seed: Int, _ limit: Double) throws {
    let outcome = run([
      "demo", "--n=3000", "--seed=\(seed)", "--picture", place.path("demo.png"), "--report=json",
    ])
    #expect(try #require(try outcome.report()["inertia"] as? Double) < limit)
  }

  @Test func isTheSameForOneSeed() throws {
    let outcomes = ["one.png", "two.png"].map { name in
      run(["demo", "--n=200", "--k=4", "--seed=8", "--picture", place.path(name)])
    }
    #expect(outcomes.allSatisfy { $0.status == 0 })
    let tables = outcomes.map { $0.output.drop { $0 != "%" } }
    #expect(tables[0] == tables[1])
    #expect(try place.bytes("one.png") == place.bytes("two.png"))
  }

  @Test func saysWhereThePictureCannotBe() throws {
    let outcome = run(["demo", "--n", "100", "--picture", place.path("none/demo.png")])
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("none/demo.png"))
  }

  @Test("takes any number of clusters", arguments: [1, 40, 120])
  func takesAnyNumberOfClusters(_ clusterCount: Int) throws {
    let outcome = run([
      "demo", "--n", "120", "--k", "\(clusterCount)", "--picture", place.path("demo.png"),
    ])
    #expect(outcome.status == 0)
  }
}
