import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// With `--memory` files are read a tile at a time, and nothing else changes.
@Suite struct MemoryOptionTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  @Test("finds the same in a file that is read", arguments: ["npy", "fvecs"], ["fit", "whiten"])
  func findsTheSame(_ format: String, _ command: String) throws {
    let path = try place.write(Matrix<Float>.heaps, to: "obs.\(format)")
    let options = [
      "fit": ["--k", "3", "--seed", "1", "--codebook"], "whiten": ["--output"],
    ]
    let words = [command, path] + options[command, default: []]
    #expect(run(words + [place.path("mapped.npy")]).status == 0)
    let outcome = run(words + [place.path("read.npy"), "--memory", "1G"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try place.bytes("read.npy") == place.bytes("mapped.npy"))
  }

  @Test("says what it cannot read so", arguments: ["csv", "npz"])
  func saysWhatItCannotRead(_ format: String) throws {
    let path = try place.write("1,2\n3,4\n".utf8, to: "obs.\(format)")
    let outcome = run(["fit", path, "--k", "1", "--memory", "1G"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("cannot be read a tile at a time, as --memory asks"))
  }

  @Test func saysHowMuchItTakes() throws {
    let path = try place.write(Matrix<Float>.heaps, to: "obs.npy")
    let outcome = run(["fit", path, "--k", "3", "--memory", "1M"])
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains("1.0M of --memory are too little for 200 observations and 3 clusters")
    )
  }
}
