import Testing
import VQFormats
import VQTestSupport
import vq_fuzz

/// Damage in a part of a PNG file that the pixels do not need causes a warning, as in libpng.
@Suite struct PNGToleranceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private typealias Change = @Sendable (inout PNGParts) -> Void

  /// Changes that do not affect the picture, and the expected warning.
  private static let ignored: [(file: String, warning: String, change: Change)] = [
    (
      "rgb8.png", "chunk tRNS at byte 49 does not hold one number for each channel and is ignored",
      { $0.insert("tRNS", [1, 2], before: "IDAT") }
    ),
    (
      "rgba8.png", "is transparency in a picture that has an alpha channel and is ignored",
      { $0.insert("tRNS", [0, 0, 0, 0, 0, 0], before: "IDAT") }
    ),
    (
      "greyalpha8.png", "is transparency in a picture that has an alpha channel and is ignored",
      { $0.insert("tRNS", [0, 0], before: "IDAT") }
    ),
    (
      "grey8.png", "is a palette in a picture of greys and is ignored",
      { $0.insert("PLTE", [1, 2, 3], before: "IDAT") }
    ),
    (
      "indexed2.png", "has 5 entries for 4 colours; the others are ignored",
      { $0.insert("tRNS", [255, 255, 255, 255, 0], before: "IDAT") }
    ),
    (
      "indexed2.png", "has 5 colours, and indices name only 4; the others are ignored",
      { $0.edit("PLTE") { $0 += [1, 2, 3] } }
    ),
    ("indexed2.png", "is out of place and is ignored", { $0.insert("tRNS", [0], before: "PLTE") }),
    ("indexed2.png", "is out of place and is ignored", { $0.insert("tRNS", [0], before: "tEXt") }),
    (
      "rgb8-transparent.png", "is a duplicate and is ignored",
      { $0.insert("tRNS", [0, 0, 0, 0, 0, 0], before: "IDAT") }
    ),
    (
      "rgb8.png", "is a duplicate and is ignored",
      { $0.insert("gAMA", [0, 0, 1, 0], before: "IDAT") }
    ),
    (
      "rgb8.png", "has invalid contents and is ignored",
      { $0.insert("pHYs", [1], before: "IDAT") }
    ),
    (
      "rgb8.png", "has invalid contents and is ignored",
      { $0.insert("iCCP", [65, 0, 0, 1, 2, 3], before: "IDAT") }
    ),
    (
      "rgb8.png", "is out of place and is ignored",
      { $0.insert("sRGB", [0], before: "tEXt") }
    ),
  ]

  @Test("ignores chunks that the pixels do not need", arguments: 0..<ignored.count)
  func ignoresWhatPixelsDoNotNeed(_ number: Int) throws {
    let (name, warning, change) = Self.ignored[number]
    let fixture = try PictureFixture.named(name)
    var parts = PNGParts(of: fixture.bytes)
    change(&parts)
    let file = try ImageFile(reading: folder.write(parts.file, to: "odd.png"))
    #expect(file.image == fixture.picture)
    #expect(file.warnings.count == 1)
    #expect(file.warnings.allSatisfy { $0.contains("odd.png, chunk ") && $0.hasSuffix(warning) })
  }

  @Test(
    "ignores damaged chunks",
    arguments: [
      ("rgb8.png", "gAMA"), ("rgb8.png", "tEXt"), ("rgb8.png", "abCd"), ("rgb8.png", "PLTE"),
      ("rgb8.png", "tRNS"),
    ])
  func ignoresDamagedChunks(_ name: String, _ chunk: String) throws {
    let fixture = try PictureFixture.named(name)
    var parts = PNGParts(of: fixture.bytes)
    if parts.body(of: chunk).isEmpty {
      parts.insert(chunk, [0, 0, 0, 0, 0, 0], before: "IDAT")
    }
    let path = try folder.write(parts.file(spoiling: chunk), to: "odd.png")
    let file = try ImageFile(reading: path)
    #expect(file.image == fixture.picture)
    let words = "is damaged (its checksum is wrong) and is ignored"
    #expect(file.warnings.count == 1)
    #expect(file.warnings[0].contains("odd.png, chunk \(chunk) at byte "))
    #expect(file.warnings[0].hasSuffix(words))
  }

  @Test func readsIndicesBeyondThePaletteAsBlack() throws {
    var parts = PNGParts(of: try PictureFixture.named("indexed2.png").bytes)
    let whole = try PNGReader.readIndexed(folder.write(parts.file, to: "whole.png"))
    parts.edit("PLTE") { $0.removeLast(3) }
    let path = try folder.write(parts.file, to: "short.png")
    let short = try PNGReader.readIndexed(path)
    #expect(short.indices == whole.indices)
    #expect(short.palette == whole.palette.dropLast() + [Colour(red: 0, green: 0, blue: 0)])
    let count = whole.indices.count { $0 == 3 }
    let warnings = try ImageFile(reading: path).warnings
    #expect(warnings.count == 1)
    #expect(warnings[0].contains("names colour 3 of a palette of 3; \(count) pixels are read as"))
  }

  @Test func countsWarningsBeyondTheFirst() throws {
    var parts = PNGParts(of: try PictureFixture.named("rgb8.png").bytes)
    for _ in 0..<20 { parts.insert("pHYs", [], before: "IDAT") }
    let warnings = try ImageFile(reading: folder.write(parts.file, to: "odd.png")).warnings
    #expect(warnings.count == 9)
    #expect(warnings[8].hasSuffix("odd.png has 12 more parts with faults of this kind"))
  }

  @Test func warnsOfNothingInGoodFiles() throws {
    for fixture in PictureFixture.all {
      let file = try ImageFile(reading: folder.write(fixture.bytes, to: fixture.name))
      #expect(file.warnings.isEmpty, "\(fixture.name)")
    }
  }
}
