import Foundation

/// Writes to standard output without buffering, so that the reader of a pipe sees each line at
/// once.
enum Output {
  static func line(_ text: String) throws {
    try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  }

  static func json(_ value: some Encodable) throws {
    try FileHandle.standardOutput.write(contentsOf: encoded(value))
  }

  static func encoded(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data("\n".utf8)
  }
}
