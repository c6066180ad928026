import Testing
import VQFormats
import VQTestSupport
import vq_fuzz

/// Every kind of PNG file is read exactly, and errors say what is wrong with a file.
@Suite struct PNGReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("reads the samples that were written", arguments: PictureFixture.all)
  func readsTheNumbers(_ fixture: PictureFixture) throws {
    let path = try folder.write(fixture.bytes, to: fixture.name)
    let file = try ImageFile(reading: path)
    #expect(file.image == fixture.picture)
    #expect(file.byteCount == fixture.bytes.count)
  }

  @Test func hasFixtures() { #expect(PictureFixture.all.count > 40) }

  @Test("reads codes and codebook as stored", arguments: ["indexed2.png", "indexed8-adam7.png"])
  func readsIndices(_ name: String) throws {
    let fixture = try PictureFixture.named(name)
    let path = try folder.write(fixture.bytes, to: name)
    let picture = try PNGReader.readIndexed(path)
    #expect(picture.expanded == fixture.picture)
    let stored = PNGParts(of: fixture.bytes).body(of: "PLTE")
    #expect(picture.palette.flatMap { [$0.red, $0.green, $0.blue] } == stored)
  }

  @Test func wantsAPaletteForIndices() throws {
    let path = try folder.write(PictureFixture.named("rgb8.png").bytes, to: "rgb.png")
    #expect(throws: FormatError.self) { try PNGReader.readIndexed(path) }
  }

  /// Bytes after the end of the file or of its data are ignored.
  @Test func passesOverBytesBehindTheEnd() throws {
    let fixture = try PictureFixture.named("rgb8.png")
    var parts = PNGParts(of: fixture.bytes)
    parts.insert("IDAT", [1, 2, 3], before: "tEXt")
    let path = try folder.write(parts.file + [0, 1, 2], to: "a.png")
    #expect(try PNGReader.read(path) == fixture.picture)
  }

  private static let faults: [(String, String, @Sendable (inout PNGParts) -> Void)] = [
    ("rgb8.png", "chunk IHDR at byte 8 is not the header", { $0.edit("IHDR") { $0.append(0) } }),
    ("rgb8.png", "size of 0 x 10", { $0.edit("IHDR") { $0[3] = 0 } }),
    ("rgb8.png", "2 with 4 bits", { $0.edit("IHDR") { $0[8] = 4 } }),
    ("rgb8.png", "colour type of 5", { $0.edit("IHDR") { $0[9] = 5 } }),
    ("rgb8.png", "does not exist", { $0.edit("IHDR") { $0[12] = 2 } }),
    ("rgb8.png", "too few bytes for 16777229 x 10", { $0.edit("IHDR") { $0[0] = 1 } }),
    ("rgb8.png", "at most 2^29", { $0.edit("IHDR") { ($0[0], $0[4]) = (1, 1) } }),
    ("rgb8.png", "at most 2^29", { $0.edit("IHDR") { ($0[0], $0[4]) = (127, 127) } }),
    ("rgb8.png", "ends before the picture does", { $0.edit("IHDR") { $0[7] = 11 } }),
    ("rgb8.png", "is not known", { $0.insert("ABCD", [], before: "IDAT") }),
    (
      "rgb8.png", "after a gap",
      {
        $0.insert("eXIf", [], before: "tEXt"); $0.insert("IDAT", [1], before: "tEXt")
      }
    ),
    ("rgb8.png", "comes before any data", { $0.parts.removeAll { $0.name == "IDAT" } }),
    ("rgb8.png", "continues after the end of the file", { $0.parts.removeLast() }),
    ("indexed2.png", "before the palette", { $0.parts.removeAll { $0.name == "PLTE" } }),
    ("indexed2.png", "1 to 256 colours", { $0.edit("PLTE") { $0.removeAll() } }),
    ("indexed2.png", "1 to 256 colours", { $0.edit("PLTE") { $0.removeLast() } }),
    ("indexed2.png", "out of place", { $0.insert("PLTE", [1, 2, 3], before: "IDAT") }),
    ("rgb8.png", "zlib cannot read it", { $0.edit("IDAT") { $0[0] ^= 1 } }),
    ("rgb8.png", "ends before", { $0.parts.remove(at: 4) }),
    (
      "rgb8.png", "(CgBI), which is not standard PNG; convert it with: sips -s format png ",
      { $0.insert("CgBI", [0x50, 0, 0x20, 2], before: "IHDR") }
    ),
  ]

  @Test("says what is wrong and where", arguments: 0..<faults.count)
  func saysWhatIsWrong(_ number: Int) throws {
    let (name, words, change) = Self.faults[number]
    var parts = PNGParts(of: try PictureFixture.named(name).bytes)
    change(&parts)
    let path = try folder.write(parts.file, to: "bad.png")
    let error = #expect(throws: FormatError.self) { try PNGReader.read(path) }
    let sentence = error?.description ?? ""
    #expect(sentence.contains("bad.png") && sentence.contains(words), "\(sentence)")
    #expect(sentence.contains("; "))
  }

  @Test(
    "refuses damage in chunks that pixels need",
    arguments: [("rgb8.png", "IHDR"), ("indexed8.png", "PLTE"), ("rgb8.png", "IDAT")])
  func refusesCriticalDamage(_ name: String, _ chunk: String) throws {
    let parts = PNGParts(of: try PictureFixture.named(name).bytes)
    let path = try folder.write(parts.file(spoiling: chunk), to: "bad.png")
    let error = #expect(throws: FormatError.self) { try ImageFile(reading: path) }
    let sentence = error?.description ?? ""
    #expect(sentence.contains("bad.png, chunk \(chunk) at byte "), "\(sentence)")
    #expect(sentence.contains("is damaged: its checksum is wrong; copy"), "\(sentence)")
  }
}
