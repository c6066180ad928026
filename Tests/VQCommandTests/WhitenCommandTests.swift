import Testing
import VQTestSupport
import VectorQuantization

/// `vq whiten` divides each feature by its standard deviation, and notes constant features.
@Suite struct WhitenCommandTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  @Test func writesTheObservationsAndTheScale() throws {
    let observations = Matrix<Float>.heaps
    let path = try place.write(observations, to: "obs.npy")
    let outcome = run([
      "whiten", path, "--output", place.path("white.npy"), "--scale", place.path("scale.npy"),
    ])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("observations   200"))
    #expect(outcome.errors == "")
    let whitening = try Whitening(fitting: observations.span)
    #expect(try place.matrix("white.npy", of: Float.self) == whiten(observations.span))
    #expect(try place.matrix("scale.npy", of: Float.self).elements == whitening.scale)
  }

  @Test func notesConstantFeatures() throws {
    let path = try place.write([[1, 5, 0], [2, 5, 0]] as Matrix<Double>, to: "obs.csv")
    let outcome = run(["whiten", path, "--output", place.path("white.csv")])
    #expect(outcome.status == 0)
    #expect(outcome.errors.hasPrefix("vq whiten: note: "))
    #expect(outcome.errors.contains("obs.csv"))
    #expect(outcome.errors.contains("column 2, 3\n"))
    #expect(try place.matrix("white.csv", of: Double.self) == [[2, 5, 0], [4, 5, 0]])
  }

  @Test("refuses files without observations or features", arguments: [(0, 3), (3, 0)])
  func wantsObservations(_ rows: Int, _ columns: Int) throws {
    let path = try place.write(
      Matrix<Float>(rows: rows, columns: columns) { _ in }, to: "empty.npy")
    let outcome = run(["whiten", path, "--output", place.path("white.npy")])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("empty.npy: the observations are \(rows) x \(columns); "))
    #expect(try place.names == ["empty.npy"])
  }

  @Test func dividesByAScaleFoundBefore() throws {
    let path = try place.write(Matrix<Double>.heaps, to: "obs.csv")
    let scale = place.path("scale.csv")
    #expect(run(["whiten", path, "--output", place.path("a.npy"), "--scale", scale]).status == 0)
    let again = ["whiten", path, "--scale-from", scale, "--output"]
    #expect(run(again + [place.path("b.npy")]).status == 0)
    #expect(try place.bytes("a.npy") == place.bytes("b.npy"))

    let other = try place.write("1,2,nan\n".utf8, to: "other.csv")
    let outcome = run(["whiten", other, "--scale-from", scale, "--output", place.path("c.npy")])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("other.csv, line 1, column 3 is \"nan\", a missing value"))
    #expect(run(again + [place.path("c.npy"), "--scale", scale]).status == 64)
    #expect(try place.names == ["a.npy", "b.npy", "obs.csv", "other.csv", "scale.csv"])
  }

  @Test func replacesItsOwnInput() throws {
    let observations = Matrix<Float>.heaps
    let path = try place.write(observations, to: "obs.npy")
    #expect(run(["whiten", path, "--output", path]).status == 0)
    #expect(try place.matrix("obs.npy", of: Float.self) == whiten(observations.span))
  }
}
