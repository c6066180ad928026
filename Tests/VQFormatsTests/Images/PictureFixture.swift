import Foundation
import Testing
import VQFormats

/// A small picture as a file that Pillow or the script beside it made, and the numbers in it;
/// `Tests/Fixtures/README.md` describes them.
struct PictureFixture: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let width: Int
  let height: Int
  let channels: Int
  let bits: Int
  /// The file, byte by byte.
  private let file: Data
  private let samples: Data

  var testDescription: String { name }

  static let all: [PictureFixture] = load()

  static func named(_ name: String) throws -> PictureFixture {
    try #require(all.first { $0.name == name })
  }

  private static func load() -> [PictureFixture] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/pictures.json")
    let cases = try? JSONDecoder().decode([PictureFixture].self, from: Data(contentsOf: url))
    return cases ?? []
  }

  var bytes: [UInt8] { [UInt8](file) }

  var picture: Image {
    let numbers = [UInt8](samples)
    let words = stride(from: 0, to: bits == 16 ? numbers.count : 0, by: 2).map { index in
      UInt16(numbers[index]) | UInt16(numbers[index + 1]) << 8
    }
    return Image(
      width: width, height: height, channelCount: channels,
      samples: bits == 16 ? .words(words) : .bytes(numbers))
  }
}

/// The chunks of a PNG file, to be changed and put together again with their right checksums.
struct PNGParts {
  var parts: [(name: String, body: [UInt8])] = []

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  init(of file: [UInt8]) {
    var rest = file.dropFirst(8)
    while rest.count >= 12 {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let name = String(decoding: rest.dropFirst(4).prefix(4), as: UTF8.self)
      parts.append((name, Array(rest.dropFirst(8).prefix(length))))
      rest = rest.dropFirst(12 + length)
    }
  }

  var file: [UInt8] {
    Self.signature + parts.flatMap { Self.chunk($0.name, $0.body) }
  }

  func body(of name: String) -> [UInt8] {
    parts.first { $0.name == name }?.body ?? []
  }

  /// The parts with another body for the first of a name, in which ones are inserted before it.
  mutating func edit(_ name: String, _ change: (inout [UInt8]) -> Void) {
    guard let index = parts.firstIndex(where: { $0.name == name }) else { return }
    change(&parts[index].body)
  }

  mutating func insert(_ name: String, _ body: [UInt8], before next: String) {
    let index = parts.firstIndex { $0.name == next } ?? parts.endIndex
    parts.insert((name, body), at: index)
  }

  static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let checked = Array(name.utf8) + body
    return bigEndian(body.count) + checked + bigEndian(Int(checksum(of: checked)))
  }

  private static func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// The remainder of ISO 3309, bit by bit.
  private static func checksum(of bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { remainder, byte in
      (0..<8).reduce(remainder ^ UInt32(byte)) { remainder, _ in
        remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
      }
    }
  }
}
