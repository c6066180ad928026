import Foundation
import Testing
import VQTestSupport
import VectorQuantization

/// Long runs can be watched, limited, stopped and resumed.
@Suite struct LongRunTests {
  private let place: TemporaryFolder
  private let observations: String

  init() throws {
    place = try TemporaryFolder()
    observations = try place.write(
      Matrix<Float>.blobs(rows: 6000, columns: 4, clusters: 9, seed: 51, narrowing: -1),
      to: "obs.npy")
  }

  /// The arguments of a fit that takes dozens of iterations.
  private func fit(_ others: String...) -> [String] {
    ["fit", observations, "--k", "30", "--seed", "4", "--tolerance", "0"] + others
  }

  @Test func writesProgressAsJSON() throws {
    let outcome = run(fit("--progress", "json"))
    #expect(outcome.status == 0)
    let lines = outcome.errors.split(separator: "\n")
    let steps = try lines.map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let iterations = steps.filter { $0["phase"] as? String == "iterating" }
    #expect(iterations.compactMap { $0["iteration"] as? Int } == Array(1...iterations.count))
    let inertias = iterations.compactMap { $0["inertia"] as? Double }
    #expect(inertias.count == iterations.count)
    #expect(zip(inertias, inertias.dropFirst()).allSatisfy { $0 >= $1 })
    let last = try #require(iterations.last)
    for key in ["moved", "centroidShift", "seconds", "observationsPerSecond", "secondsLeft"] {
      #expect(last[key] is Double, "\(key)")
    }
  }

  @Test func endsAtTheTimeLimit() throws {
    // Long enough for one seeding, and far too short for all restarts.
    let outcome = run(
      [
        "fit", observations, "--k", "200", "--init", "points", "--restarts", "100000", "--report",
        "json", "--time-limit", "300ms", "--codes", place.path("codes.npy"),
      ])
    #expect(outcome.status == 0)
    let report = try outcome.report()
    #expect(report["outcome"] as? String == "stoppedByCaller")
    #expect(report["stopped"] as? String == "timeLimit")
    #expect(try place.names.contains("codes.npy"))
  }

  @Test func endsAtTheTimeLimitWhileSeeding() throws {
    // The time limit ends long before all centroids are chosen.
    let outcome = run(
      [
        "fit", observations, "--k", "3000", "--init", "greedy", "--report", "json", "--time-limit",
        "0.001ms", "--codebook", place.path("book.npy"),
      ])
    #expect(outcome.status == 0)
    let report = try outcome.report()
    #expect(report["outcome"] as? String == "stoppedWhileSeeding")
    #expect(report["stopped"] as? String == "timeLimit")
    #expect(report["iterations"] as? Int == 0)
    #expect(report["k"] as? Int == 3000)
    #expect(try place.names.contains("book.npy"))
  }

  @Test func goesOnFromACheckpoint() throws {
    let (book, codes) = (place.path("book.npy"), place.path("codes.npy"))
    #expect(run(fit("--codebook", book, "--codes", codes)).status == 0)
    let (checkpoint, other) = (place.path("check"), place.path("other.npy"))
    let begun = run(
      fit("--checkpoint", checkpoint, "--checkpoint-every", "0.001ms", "--codebook", other))
    #expect(begun.status == 0)
    #expect(try place.bytes("other.npy") == place.bytes("book.npy"))

    let resumed = run(
      fit("--resume", checkpoint, "--codebook", other, "--codes", place.path("again.npy")))
    #expect(resumed.status == 0)
    #expect(try place.bytes("other.npy") == place.bytes("book.npy"))
    #expect(try place.bytes("again.npy") == place.bytes("codes.npy"))
  }

  @Test func refusesACheckpointOfAnotherFit() throws {
    let checkpoint = place.path("check")
    #expect(run(fit("--checkpoint", checkpoint, "--checkpoint-every", "0.001ms")).status == 0)
    let others = try place.write(
      Matrix<Float>.blobs(rows: 6000, columns: 4, clusters: 9, seed: 52), to: "others.npy")
    let ofData = run(["fit", others, "--k", "30", "--seed", "4", "--resume", checkpoint])
    #expect(ofData.status == 1)
    #expect(ofData.errors.contains("other observations"))
    let ofOptions = run(["fit", observations, "--k", "31", "--seed", "4", "--resume", checkpoint])
    #expect(ofOptions.status == 1)
    #expect(ofOptions.errors.contains("other options"))
    let ofNothing = run(fit("--resume", observations))
    #expect(ofNothing.status == 1)
    #expect(ofNothing.errors.contains("is not a checkpoint"))
    #expect(run(fit("--resume", place.path("none"))).status == 1)
    #expect(run(fit("--checkpoint-every", "10s")).status == 64)
  }

  @Test(
    "a memory limit does not change the results", arguments: ["a.npy", "a.fvecs", "a.bvecs"],
    ["fit", "assign", "whiten"])
  func keepsToItsMemory(_ name: String, _ command: String) throws {
    let type = name.hasSuffix(".bvecs") ? "uint8" : "float32"
    let input = place.path(name)
    let made = run(
      [
        "generate", "--n", "5000", "--d", "6", "--k", "5", "--type", type, "--output",
        place.path("made.npy"),
      ])
    #expect(made.status == 0)
    #expect(
      run(["sample", place.path("made.npy"), "--fraction", "1", "--output", input]).status == 0)
    let book = place.path("book.npy")
    #expect(run(["sample", place.path("made.npy"), "--count", "9", "--output", book]).status == 0)
    let arguments: [String] =
      switch command {
      case "fit": ["--k", "9", "--seed", "1", "--codebook"]
      case "assign": ["--codebook", book, "--codes"]
      default: ["--output"]
      }
    #expect(run([command, input] + arguments + [place.path("free.npy")]).status == 0)
    let bound = run([command, input] + arguments + [place.path("bound.npy"), "--memory", "200M"])
    #expect(bound.status == 0, "\(bound.errors)")
    #expect(try place.bytes("bound.npy") == place.bytes("free.npy"))
  }

  @Test func saysHowMuchMemoryItTakes() {
    let outcome = run(fit("--memory", "1M"))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("give at least"))
    #expect(run(fit("--memory", "lots")).status == 64)
    #expect(run(fit("--time-limit", "soon")).status == 64)
    #expect(run(fit("--progress", "json", "--quiet")).status == 64)
  }
}
