import Foundation
import VQTestSupport

/// The golden file: a line `hash name` for each problem, and comments that begin with `#`.
enum GoldenFile {
  private static let name = "golden.txt"

  /// Whether the environment asks to write the file anew.
  static var isToBeWritten: Bool { ProcessInfo.processInfo.environment["VQ_GOLDEN_WRITE"] == "1" }

  /// The lines of the file.
  static func lines() throws -> [(name: String, hash: String)] {
    try String(decoding: FixtureFolder.data(name), as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { line in
        let words = line.split(separator: " ", maxSplits: 1)
        return (name: String(words.last ?? ""), hash: String(words.first ?? ""))
      }
  }

  /// Writes the file.
  static func write(_ lines: [(name: String, hash: String)]) throws {
    let head = """
      # Hashes of results, which VectorQuantizationTests/Golden compares. They change only together with
      # a change of arithmetic that is meant: set VQ_GOLDEN_WRITE=1 and run the tests to write them anew.

      """
    let text = lines.reduce(head) { $0 + "\($1.hash) \($1.name)\n" }
    try FixtureFolder.write(Data(text.utf8), to: name)
  }
}
