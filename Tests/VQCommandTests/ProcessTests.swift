import Foundation
import Testing
import VQTestSupport
import VectorQuantization

/// Tests of the built program that need a process of its own.
@Suite struct ProcessTests {
  private let place: TemporaryFolder
  private let observations: String

  init() throws {
    place = try TemporaryFolder()
    observations = try place.write(Matrix<Float>.heaps, to: "obs.npy")
  }

  private func launch(
    _ arguments: [String], output: FileHandle? = nil, environment: [String: String] = [:]
  ) throws -> ProgramRun.Ended {
    try ProgramRun(arguments, output: output, environment: environment).run()
  }

  @Test func separatesResultsFromComplaints() throws {
    let good = try launch(["fit", observations, "--k", "3", "--report", "json"])
    #expect(good.status == 0)
    #expect(good.output.hasPrefix("{\"n\": 200"))
    #expect(good.errors == "")

    let bad = try launch(["fit", place.path("none.npy"), "--k", "3"])
    #expect(bad.status == 1)
    #expect(bad.output == "")
    #expect(bad.errors.hasPrefix("vq fit: "))

    let wrong = try launch(["fit", observations])
    #expect(wrong.status == 64)
    #expect(wrong.output == "")
    #expect(wrong.errors.hasPrefix("vq fit: "))
  }

  @Test("names a kernel set that does not exist", arguments: ["info", "fit", "assign", "demo"])
  func tellsOfAnUnknownKernelSet(_ command: String) throws {
    let arguments = [
      "info": [], "demo": ["--n", "50", "--picture", place.path("demo.png")],
      "fit": [observations, "--k", "2"], "assign": [observations, "--codebook", observations],
    ]
    let outcome = try launch(
      [command] + arguments[command, default: []], environment: ["VQ_KERNELS": "abacus"])
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("vq \(command): the kernel set \"abacus\" is not available"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func endsQuietlyIfThePipeIsClosed() throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let outcome = try launch(["--help"], output: pipe.fileHandleForWriting)
    #expect(outcome.errors == "")
    #expect(outcome.status != 0)
  }

  @Test func saysThatTheReportCannotBeWritten() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let outcome = try launch(["info"], output: full)
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("vq info: cannot write to standard output"))
  }

  /// The limit is 16 bytes per observation, 64 MB and eight codebooks in `Double`, in addition to
  /// the file and the program.
  ///
  /// A matrix of distances would take twice as much.
  @Test(
    "a fit stays within its memory limit",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc")),
    arguments: ["automatic", "points"])
  func keepsToItsMemory(_ initialization: String) throws {
    let (rows, clusters) = (400_000, 64)
    let wide = try place.write(
      Matrix<Float>.lattice(rows: rows, columns: 2, side: 1 << 20, seed: 71), to: "wide.npy")
    let (file, program) = (rows * 8, 30 << 20)
    let limit = file + program + 16 * rows + (64 << 20) + 8 * clusters * 2 * 8

    let process = Process()
    process.executableURL = Program.url
    process.arguments = [
      "fit", wide, "--k", "\(clusters)", "--init", initialization, "--max-iterations", "2",
      "--seed", "1", "--report", "json",
    ]
    process.standardOutput = Pipe()
    try process.run()
    var peak = 0
    while process.isRunning {
      // The peak never falls, so the last value counts.
      peak = Self.peakMemory(of: process.processIdentifier) ?? peak
      Thread.sleep(forTimeInterval: 0.002)
    }
    #expect(process.terminationStatus == 0)
    #expect(peak > file && peak < limit)
  }

  /// Runs the program with a limit on its address space, in kilobytes.
  private func launch(_ arguments: [String], within limit: Int) throws -> ProgramRun.Ended {
    try ProgramRun(arguments, in: "ulimit -v \(limit); exec \"$@\"").run()
  }

  @Test(
    "a search that needs more than `ulimit -v` allows is refused with both numbers",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/statm")))
  func refusesWhatExceedsItsAddresses() throws {
    // Sixty million centroids of three numbers take gigabytes, the program a few hundred megabytes.
    let fit = [
      "fit", observations, "--k", "60000000", "--init", "gaussian", "--codebook",
      place.path("book.npy"),
    ]
    let outcome = try launch(fit, within: 2_000_000)
    #expect(outcome.status == 1 && outcome.signal == nil)
    #expect(outcome.output == "")
    #expect(outcome.complaints.count == 1)
    let sentence = try #require(outcome.complaints.first)
    #expect(sentence.hasPrefix("vq fit: the call needs up to "))
    #expect(sentence.contains(" MB of memory, but the address-space limit (ulimit -v)"))
    #expect(try !place.names.contains("book.npy"))
  }

  @Test(
    "a limit on the address space does not change the results",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/statm")))
  func addressesChangeNoBit() throws {
    let many = try place.write(
      Matrix<Float>.blobs(rows: 60_000, columns: 4, clusters: 9, seed: 72), to: "many.npy")
    let books = ["free.npy", "bound.npy"].map(place.path)
    func fit(_ book: String) -> [String] {
      ["fit", many, "--k", "80", "--seed", "1", "--max-iterations", "8", "--codebook", book]
    }
    #expect(try launch(fit(books[0])).status == 0)
    // Enough for the program, its threads and tens of megabytes of data.
    let bound = try launch(fit(books[1]), within: 600_000)
    #expect(bound.status == 0, "\(bound.errors)")
    #expect(try place.bytes("free.npy") == place.bytes("bound.npy"))
  }

  /// The peak memory of a process so far, in bytes.
  private static func peakMemory(of process: Int32) -> Int? {
    let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
      .map { $0 * 1024 }
  }
}
