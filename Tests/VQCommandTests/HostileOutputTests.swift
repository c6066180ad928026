import Foundation
import Testing
import VQTestSupport
import VectorQuantization

/// Outputs that cannot be written as requested give one error message and no partial file.
@Suite struct HostileOutputTests {
  private let place: TemporaryFolder
  private let observations: String
  private let codebook: String

  init() throws {
    place = try TemporaryFolder()
    observations = try place.write(Matrix<Float>.heaps, to: "obs.npy")
    codebook = try place.write(
      Matrix<Float>([0, 0, 0, 1, 1, 1], columns: 3), to: "book.npy")
  }

  private static let commands: [[String]] = [
    ["fit", "obs.npy", "--k", "3", "--codes", "out.npy"],
    ["fit", "obs.npy", "--k", "2", "--codebook", "small.npy", "--distances", "out.csv"],
    ["fit", "obs.npy", "--k", "3", "--plot", "out.svg"],
    ["kmeans", "obs.npy", "--k", "3", "--plot", "out.png"],
    ["kmeans2", "obs.npy", "--k", "3", "--split-by-cluster", "out"],
    ["assign", "obs.npy", "--codebook", "book.npy", "--codes", "out.ivecs"],
    ["whiten", "obs.npy", "--output", "out.npy"],
    ["unwhiten", "obs.npy", "--scale", "scale.npy", "--output", "out.npy"],
    ["sample", "obs.npy", "--count", "150", "--output", "out.fvecs"],
    ["decode", "codes.npy", "--codebook", "book.npy", "--output", "out.npy"],
    ["generate", "--n", "1000", "--output", "out.npy", "--codes", "codes-out.npy"],
    ["palette", "picture.ppm", "out.png", "--colors", "200"],
    ["choose-k", "obs.npy", "--from", "2", "--to", "3", "--plot", "out.svg"],
    ["demo", "--n", "100", "--picture", "out.png"],
  ]

  /// A limit on the file size simulates a full disk: writing a larger file fails in the middle.
  @Test("reports a full disk", arguments: commands)
  func saysThatThereIsNoRoom(_ words: [String]) throws {
    _ = try place.write(Matrix<Float>([1, 1, 1], columns: 3), to: "scale.npy")
    _ = try place.write(
      Matrix<Float>([Float](repeating: 1, count: 300), columns: 1), to: "codes.npy")
    var generator = TestGenerator(seed: 5)
    let pixels = (0..<3072).map { _ in UInt8(generator.integer(below: 256)) }
    _ = try place.write(Array("P6 32 32 255\n".utf8) + pixels, to: "picture.ppm")
    let before = try place.names
    let ended = try ProgramRun(
      words, in: "cd '\(place.path(""))' && ulimit -f 1 && exec \"$@\""
    ).run()
    #expect(ended.status == 1 && ended.signal == nil)
    #expect(ended.output == "")
    #expect(ended.complaints.count == 1)
    #expect(ended.errors.hasPrefix("vq \(words[0]): cannot write "))
    #expect(ended.errors.contains("; make room"))
    #expect(try place.names == before)
  }

  @Test func goesOnWithoutCheckpointsIfThereIsNoRoom() throws {
    let ended = try ProgramRun(
      [
        "fit", observations, "--k", "40", "--seed", "1", "--checkpoint", place.path("kept"),
        "--checkpoint-every", "0.001ms",
      ], in: "ulimit -f 1 && exec \"$@\""
    ).run()
    #expect(ended.status == 0)
    #expect(ended.errors.contains("note: cannot write"))
    #expect(ended.errors.contains("; make room"))
    #expect(ended.errors.contains("; the search continues"))
    #expect(try place.names == ["book.npy", "obs.npy"])
  }

  @Test func replacesItsInput() throws {
    let white = place.path("white.npy")
    #expect(run(["whiten", observations, "--output", white]).status == 0)
    let before = try place.bytes("obs.npy")
    let link = try place.link("link.npy", to: observations)
    #expect(run(["whiten", observations, "--output", link]).status == 0)
    #expect(try place.bytes("obs.npy") == place.bytes("white.npy"))
    #expect(try place.bytes("obs.npy") != before)
    #expect(try place.names == ["book.npy", "link.npy", "obs.npy", "white.npy"])
  }

  @Test(
    "detects two names of the same file", arguments: ["link.npy", "./a.npy", "folder/../a.npy"])
  func tellsOneFileByTwoNames(_ name: String) throws {
    _ = try place.write([], to: "a.npy")
    _ = try place.link("link.npy", to: place.path("a.npy"))
    try FileManager.default.createDirectory(
      atPath: place.path("folder"), withIntermediateDirectories: false)
    let outcome = run([
      "fit", observations, "--k", "2", "--codebook", place.path("a.npy"),
      "--codes", place.path("") + "/" + name,
    ])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("a.npy"))
    #expect(outcome.errors.contains("named for two outputs"))
  }

  @Test func writesBesideLinksAndDevices() throws {
    // A dangling link is replaced by a file. A device is written to, and its link stays.
    let dangling = try place.link("dangling.npy", to: place.path("nowhere.npy"))
    let null = try place.link("null.npy", to: "/dev/null")
    let outcome = run(["fit", observations, "--k", "2", "--codebook", dangling, "--codes", null])
    #expect(outcome.status == 0)
    #expect(try place.bytes("dangling.npy").starts(with: [0x93]))
    #expect(try place.names == ["book.npy", "dangling.npy", "null.npy", "obs.npy"])
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: null) == "/dev/null")
  }

  @Test(
    "names a file in a write-protected folder",
    .enabled(if: FileManager.default.fileExists(atPath: "/sys/kernel")))
  func namesAProtectedFolder() {
    let outcome = run(["fit", observations, "--k", "2", "--codes", "/sys/kernel/codes.npy"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("vq fit: cannot write /sys/kernel/codes.npy: "))
  }

  @Test func fallsSilentIfAPipeIsClosed() throws {
    let codes = try place.link("codes.npy", to: "/dev/stdout")
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let ended = try ProgramRun(
      [
        "fit", observations, "--k", "3", "--codebook", place.path("new.npy"), "--codes", codes,
      ], output: pipe.fileHandleForWriting
    ).run()
    #expect(ended.status == 1 && ended.signal == nil)
    #expect(ended.errors == "")
    #expect(try place.names == ["book.npy", "codes.npy", "obs.npy"])
  }

  /// A file must not get the descriptor of a closed stream.
  @Test("works with closed standard streams", arguments: ["2>&-", "<&- 2>&-"])
  func doesWithoutStandardStreams(_ redirection: String) throws {
    let good = try ProgramRun(
      ["fit", observations, "--k", "3", "--seed", "1", "--codes", place.path("codes.csv")],
      in: "exec \"$@\" \(redirection)"
    ).run()
    #expect(good.status == 0)
    #expect(try place.text("codes.csv").split(separator: "\n").count == 200)
    let bad = try ProgramRun(
      ["fit", place.path("none.npy"), "--k", "3"], in: "exec \"$@\" \(redirection)"
    ).run()
    #expect(bad.status == 1)
  }

  @Test func wantsStandardOutputForItsReport() throws {
    let ended = try ProgramRun(
      ["fit", observations, "--k", "3", "--codes", place.path("codes.npy")],
      in: "exec \"$@\" >&-"
    ).run()
    #expect(ended.status == 1)
    #expect(ended.errors.hasPrefix("vq fit: cannot write to standard output"))
    #expect(try place.bytes("codes.npy").count == 128 + 4 * 200)
  }
}
