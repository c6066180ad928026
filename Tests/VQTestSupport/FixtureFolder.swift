package import Foundation

/// The folder `Tests/Fixtures`, with the files of expected answers.
package enum FixtureFolder {
  /// Returns the bytes of a file.
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
