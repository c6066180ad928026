import Testing
import VQTestSupport
import VectorQuantization

/// `vq unwhiten` restores the numbers that `vq whiten` scaled.
@Suite struct UnwhitenCommandTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  @Test("undoes whiten", arguments: ["npy", "csv"])
  func undoesWhiten(_ format: String) throws {
    let observations = Matrix<Double>.heaps
    let path = try place.write(observations, to: "obs.\(format)")
    let (white, scale) = (place.path("white.\(format)"), place.path("scale.\(format)"))
    #expect(run(["whiten", path, "--output", white, "--scale", scale]).status == 0)
    let output = place.path("back.npy")
    #expect(run(["unwhiten", white, "--scale", scale, "--output", output]).status == 0)
    let whitening = try Whitening(fitting: observations.span)
    let whitened = try whitening.apply(to: observations.span)
    let expected = try whitening.undo(on: whitened.span)
    #expect(try place.matrix("back.npy", of: Double.self) == expected)
  }

  @Test func keepsOneDimension() throws {
    let path = try place.write([[2], [4]] as Matrix<Float>, oneDimensional: true, to: "white.npy")
    let scale = try place.write("0.5\n".utf8, to: "scale.csv")
    let output = place.path("back.npy")
    #expect(run(["unwhiten", path, "--scale", scale, "--output", output]).status == 0)
    #expect(try place.isOneDimensional("back.npy"))
    #expect(try place.matrix("back.npy", of: Float.self) == [[1], [2]])
  }

  @Test(
    "requires a positive scale for each feature",
    arguments: [
      ("1\n2\n", "holds 2 scales for the 3 features"), ("1,2,3\n1,2,3\n", "is 2 x 3"),
      ("1,0,2", "scale 2 is 0.0"), ("1,2,nan", "column 3 is \"nan\", a missing value"),
    ])
  func wantsScales(_ text: String, _ words: String) throws {
    let path = try place.write(Matrix<Float>.heaps, to: "white.npy")
    let scale = try place.write(text.utf8, to: "scale.csv")
    let outcome = run(["unwhiten", path, "--scale", scale, "--output", place.path("back.npy")])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("scale.csv"))
    #expect(outcome.errors.contains(words))
    #expect(try place.names == ["scale.csv", "white.npy"])
  }
}
