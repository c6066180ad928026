import Testing
import VQFormats
import VQTestSupport
import vq_fuzz

/// Reading any file gives a picture or an error.
@Suite struct DamagedPictureTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let files = [
    "indexed2-adam7.png", "grey16-transparent.png", "rgb8.png", "pillow-16.pgm", "pillow-1.ppm",
  ]

  /// Reads a file; returns true if it is a picture.
  private func isPicture(_ bytes: [UInt8]) throws -> Bool {
    let path = try folder.write(bytes, to: "picture")
    let result = Result { () throws(FormatError) in try ImageFile(reading: path) }
    if case .failure(let error) = result { #expect(error.description.contains("picture")) }
    return (try? result.get()) != nil
  }

  @Test("refuses a file truncated at any byte", arguments: files)
  func refusesBeginnings(_ name: String) throws {
    let bytes = try PictureFixture.named(name).bytes
    for count in 0..<bytes.count {
      #expect(try !isPicture(Array(bytes[..<count])), "\(count) bytes")
    }
  }

  @Test("survives damage to every byte", arguments: files, [0x01, 0xFF] as [UInt8])
  func survivesDamage(_ name: String, _ mask: UInt8) throws {
    let bytes = try PictureFixture.named(name).bytes
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= mask
      _ = try isPicture(damaged)
    }
  }

  /// Like the previous test, but with corrected checksums, so that the damage reaches the decoder.
  @Test(
    "survives damage that the checksums do not show", arguments: files.prefix(3),
    [0x01, 0xFF] as [UInt8])
  func survivesHiddenDamage(_ name: String, _ mask: UInt8) throws {
    let parts = PNGParts(of: try PictureFixture.named(name).bytes)
    for number in parts.parts.indices {
      for index in parts.parts[number].body.indices {
        var damaged = parts
        damaged.parts[number].body[index] ^= mask
        _ = try isPicture(damaged.file)
      }
    }
  }

  @Test("survives headers with random numbers", arguments: 0..<40)
  func survivesRandomHeaders(_ seed: Int) throws {
    var generator = TestGenerator(seed: UInt64(seed))
    let words = [
      "P1", "P2", "P3", "P4", "P5", "P6", "P7\nWIDTH", "#", "\n", " ", "HEIGHT", "ENDHDR\n",
    ]
    var text = words[seed % 7]
    for _ in 0..<generator.integer(below: 12) {
      text += generator.integer(below: 4) == 0 ? words[generator.integer(below: 12)] : " "
      text += String(generator.integer(below: 1 << generator.integer(below: 32)))
    }
    _ = try isPicture(Array(text.utf8))
  }
}
