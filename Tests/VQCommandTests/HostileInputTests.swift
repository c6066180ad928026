import Foundation
import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Files that change while they are read, and signals, give an error message and no partial file.
@Suite(.serialized) struct HostileInputTests {
  private let place: TemporaryFolder
  private let observations: String

  init() throws {
    place = try TemporaryFolder()
    // Enough observations for several seconds. Tests wait only for the first iteration.
    observations = try place.write(
      Matrix<Float>.blobs(rows: 20_000, columns: 8, clusters: 64, seed: 31), to: "obs.npy")
  }

  /// The arguments of a search that runs until it is stopped.
  private func endless(_ options: [String] = []) -> [String] {
    [
      "fit", observations, "--k", "64", "--seed", "1", "--init", "points", "--restarts", "10000",
      "--max-iterations", "100000", "--tolerance", "0", "--progress", "json", "--codebook",
      place.path("book.npy"),
    ] + options
  }

  /// Waits until a condition holds; fails after 30 seconds.
  private func waitUntil(_ isSo: () throws -> Bool) throws {
    let end = Date.now + 30
    while try !isSo() {
      try #require(Date.now < end)
      Thread.sleep(forTimeInterval: 0.002)
    }
  }

  @Test("reports that a file was cut short", arguments: [[], ["--memory", "200M"]])
  func saysThatAFileWasCutShort(_ options: [String]) throws {
    let program = ProgramRun(endless(options + ["--report", "json"]))
    _ = try program.start(until: "iteration")
    let file = try #require(FileHandle(forUpdatingAtPath: observations))
    try file.truncate(atOffset: 5000)
    let ended = try program.finish()
    #expect(ended.status == 1 && ended.signal == nil)
    #expect(ended.output == "")
    let sentence = ended.complaints.last { $0.hasPrefix("vq fit: ") } ?? ""
    #expect(sentence.hasPrefix("vq fit: \(observations)"))
    let words = options.isEmpty ? " was cut short while it was read; " : " is the end of the file"
    #expect(sentence.contains(words) && sentence.contains("leave the file alone"))
    #expect(try place.names == ["obs.npy"])
  }

  @Test(
    "writes the best result so far after a request to end", arguments: [SIGINT, SIGTERM, SIGHUP])
  func endsOnRequest(_ signal: Int32) throws {
    let program = ProgramRun(endless(["--report", "json"]))
    _ = try program.start(until: "iteration")
    kill(program.process.processIdentifier, signal)
    let ended = try program.finish()
    #expect(ended.status == 130 && ended.signal == nil)
    #expect(try ended.report()["stopped"] as? String == "interrupted")
    #expect(try place.names == ["book.npy", "obs.npy"])
  }

  @Test func doesNotHearWhatItWasStartedNotToHear() throws {
    let program = ProgramRun(endless(["--time-limit", "1s"]), in: "trap '' HUP; exec \"$@\"")
    _ = try program.start(until: "iteration")
    kill(program.process.processIdentifier, SIGHUP)
    #expect(try program.finish().status == 0)
  }

  @Test func endsWithinItsTime() throws {
    let ended = try ProgramRun(endless(["--time-limit", "50ms", "--report", "json"])).run()
    // The search may stop during seeding, which is not an error.
    #expect(ended.status == 0)
    #expect(try ended.report()["stopped"] as? String == "timeLimit")
  }

  /// Writing waits for a reader of the pipe, so the second request arrives during the writing.
  @Test("leaves no files after a second request to end", arguments: [SIGINT, SIGTERM])
  func leavesNothingBehind(_ signal: Int32) throws {
    #expect(unsafe mkfifo(place.path("codes.npy"), 0o600) == 0)
    let program = ProgramRun(endless(["--codes", place.path("codes.npy")]))
    _ = try program.start(until: "iteration")
    kill(program.process.processIdentifier, signal)
    try waitUntil { try place.names.contains { $0.hasPrefix(".vq-") } }
    kill(program.process.processIdentifier, signal)
    let ended = try program.finish()
    #expect(ended.signal == signal)
    #expect(try place.names == ["codes.npy", "obs.npy"])
  }

  @Test func goesOnAfterItWasKilled() throws {
    func fit(_ options: [String]) -> [String] {
      [
        "fit", observations, "--k", "64", "--seed", "1", "--init", "points", "--restarts", "1",
        "--max-iterations", "60", "--tolerance", "0", "--report", "json",
      ] + options
    }
    let whole = try ProgramRun(fit(["--codebook", place.path("whole.npy")])).run()
    #expect(whole.status == 0)
    let kept = place.path("kept")
    let program = ProgramRun(
      fit(["--checkpoint", kept, "--checkpoint-every", "0.001ms", "--progress", "json"]))
    _ = try program.start(until: "iteration")
    try waitUntil { FileManager.default.fileExists(atPath: kept) }
    kill(program.process.processIdentifier, SIGKILL)
    #expect(try program.finish().signal == SIGKILL)
    let resumed = try ProgramRun(fit(["--resume", kept, "--codebook", place.path("book.npy")]))
      .run()
    #expect(resumed.status == 0)
    #expect(try place.bytes("book.npy") == place.bytes("whole.npy"))
  }

  @Test("reads a pipe, but not with --memory", arguments: [[], ["--memory", "200M"]])
  func readsAPipe(_ options: [String]) throws {
    #expect(unsafe mkfifo(place.path("pipe.npy"), 0o600) == 0)
    let ended = try ProgramRun(
      ["fit", place.path("pipe.npy"), "--k", "2", "--max-iterations", "1"] + options,
      in: "cat '\(observations)' > '\(place.path("pipe.npy"))' & exec \"$@\""
    ).run()
    if options.isEmpty {
      #expect(ended.status == 0)
    } else {
      #expect(ended.status == 1)
      #expect(ended.complaints.last?.contains("is a pipe") == true)
      #expect(ended.complaints.last?.contains("; store it in a file") == true)
    }
  }

  /// Splitting reads the observations again at the end, but a pipe cannot be read twice.
  @Test func cannotSplitAPipe() throws {
    #expect(unsafe mkfifo(place.path("pipe.npy"), 0o600) == 0)
    let outcome = run([
      "fit", place.path("pipe.npy"), "--k", "2", "--split-by-cluster", place.path("out"),
    ])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("pipe.npy is a pipe"))
    #expect(try place.names == ["obs.npy", "pipe.npy"])
  }

  /// 32 MB of observations, with an address space smaller than they and the program need together.
  @Test(
    "stays within a limit on the address space",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc")))
  func keepsToALimitOnAddresses() throws {
    let (rows, columns) = (1 << 15, 1 << 10)
    let header = NPYHeader(elementType: .uint8, rowCount: rows, columnCount: columns)
    var generator = TestGenerator(seed: 7)
    let noise = (0..<(1 << 14)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    var bytes = Data(header.encoded)
    for _ in 0..<(rows * columns / noise.count) { bytes += noise }
    let wide = place.path("wide.npy")
    try bytes.write(to: URL(filePath: wide))
    func fit(_ book: String) -> [String] {
      [
        "fit", wide, "--k", "2", "--seed", "1", "--max-iterations", "1", "--memory", "64M",
        "--codebook", place.path(book), "--workers", "2", "--init", "points",
      ]
    }
    let free = try ProgramRun(fit("free.npy")).run()
    #expect(free.status == 0, "\(free.errors)")
    let limited = try ProgramRun(fit("limited.npy"), in: "ulimit -v 110000 && exec \"$@\"").run()
    #expect(limited.status == 0, "\(limited.errors)")
    #expect(try place.bytes("free.npy") == place.bytes("limited.npy"))
  }
}
