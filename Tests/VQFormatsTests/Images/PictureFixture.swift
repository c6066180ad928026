import Foundation
import Testing
import VQFormats

/// A small picture, made by Pillow or by the script next to it, and its samples.
///
/// `Tests/Fixtures/README.md` describes these files.
struct PictureFixture: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let width: Int
  let height: Int
  let channels: Int
  let bits: Int
  /// The bytes of the file.
  private let file: Data
  private let samples: Data

  var testDescription: String { name }

  /// The PNG and netpbm files.
  static let all: [PictureFixture] = load("pictures")
  /// The JPEG files.
  static let jpegs: [PictureFixture] = load("jpegs")

  static func named(_ name: String) throws -> PictureFixture {
    try #require((all + jpegs).first { $0.name == name })
  }

  private static func load(_ name: String) -> [PictureFixture] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/\(name).json")
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
