import Testing
import VQFormats
import VQTestSupport
import vq_fuzz

/// The colour space and pixel size of a PNG file are copied to another file.
@Suite struct PNGMetadataTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let chunks: [(name: String, body: [UInt8])] = [
    ("cICP", [1, 13, 0, 1]), ("sRGB", [1]), ("gAMA", [0, 0, 0xB1, 0x8F]),
    ("cHRM", (0..<32).map { UInt8($0) }), ("pHYs", [0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1]),
  ]

  /// The body of an `iCCP` chunk with an empty profile for one kind of colours.
  private static func profile(_ kind: String) -> [UInt8] {
    var profile = [UInt8](repeating: 0, count: 132)
    profile[3] = 132
    profile.replaceSubrange(16..<20, with: kind.utf8)
    profile.replaceSubrange(36..<40, with: "acsp".utf8)
    return Array("it".utf8) + [0, 0] + Deflating.stored.pieces(of: profile).joined()
  }

  /// The names and bodies of the chunks that the palette's file gets from another file.
  private func handedOn(
    _ name: String, adding chunks: [(name: String, body: [UInt8])]
  ) throws -> PNGParts {
    var parts = PNGParts(of: try PictureFixture.named(name).bytes)
    parts.parts.removeAll { $0.name == "gAMA" }
    let next = parts.parts[1].name
    for chunk in chunks { parts.insert(chunk.name, chunk.body, before: next) }
    let file = try ImageFile(reading: folder.write(parts.file, to: "in.png"))
    let picture = IndexedImage(
      width: 1, height: 1, indices: [0], palette: [Colour(red: 1, green: 2, blue: 3)])
    try PNGWriter.stage(picture, replacing: folder.path("out.png"), metadata: file.metadata)
      .commit()
    #expect(try ImageFile(reading: folder.path("out.png")).warnings.isEmpty)
    return PNGParts(of: try folder.bytes("out.png"))
  }

  @Test("copies every chunk", arguments: ["rgb8.png", "indexed4.png", "grey2.png"])
  func handsOnEveryChunk(_ name: String) throws {
    let written = try handedOn(name, adding: Self.chunks)
    for chunk in Self.chunks { #expect(written.body(of: chunk.name) == chunk.body) }
    #expect(
      written.parts.map(\.name) == ["IHDR"] + Self.chunks.map(\.name) + ["PLTE", "IDAT", "IEND"])
  }

  @Test func handsOnAProfileForColours() throws {
    let profile = Self.profile("RGB ")
    let written = try handedOn("rgb8.png", adding: [("iCCP", profile)])
    #expect(written.body(of: "iCCP") == profile)
  }

  @Test func leavesOutAProfileForGreys() throws {
    let written = try handedOn("grey8.png", adding: [("iCCP", Self.profile("GRAY"))])
    #expect(written.body(of: "iCCP").isEmpty)
  }

  @Test(
    "leaves out a damaged chunk",
    arguments: [
      ("sRGB", [4]), ("gAMA", [0, 0, 0, 0]), ("cHRM", [1]), ("cICP", [1, 1, 1, 1]),
      ("pHYs", [0, 0, 0, 1, 0, 0, 0, 1, 2]), ("iCCP", Array(profile("RGB ").dropLast(5))),
    ] as [(String, [UInt8])])
  func leavesOutADamagedChunk(_ name: String, _ body: [UInt8]) throws {
    #expect(try handedOn("rgb8.png", adding: [(name, body)]).body(of: name).isEmpty)
  }
}
