package import Foundation

/// The files of expected answers, in `Tests/Fixtures`.
package enum FixtureFolder {
  /// The bytes of a file.
  package static func data(_ name: String) throws -> Data {
    try Data(contentsOf: url(name))
  }

  /// Replaces a file.
  package static func write(_ data: Data, to name: String) throws {
    try data.write(to: url(name))
  }

  private static func url(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/\(name)")
  }
}
