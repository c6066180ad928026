package import Foundation

/// The files that other software made, in `Tests/Fixtures`.
package enum FixtureFolder {
  /// The bytes of a file.
  package static func data(_ name: String) throws -> Data {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/\(name)")
    return try Data(contentsOf: url)
  }
}
