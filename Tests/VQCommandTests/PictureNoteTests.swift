import Testing
import VQFormats
import VQTestSupport

/// Damage in a picture that can still be read is noted on standard error.
@Suite struct PictureNoteTests {
  private let place: TemporaryFolder
  private let picture: String

  init() throws {
    place = try TemporaryFolder()
    let good = Image.smooth()
    try PNGWriter.stage(good, replacing: place.path("good.png")).commit()
    // Inserts an empty chunk with a wrong checksum before the pixels.
    var bytes = try place.bytes("good.png")
    bytes.insert(contentsOf: [0, 0, 0, 0] + Array("tEXt".utf8) + [1, 2, 3, 4], at: 33)
    picture = try place.write(bytes, to: "odd.png")
  }

  @Test(
    "every command notes the damage",
    arguments: [
      ["palette", "PICTURE", "out.png"], ["fit", "PICTURE", "--k", "2"], ["info", "PICTURE"],
      ["sample", "PICTURE", "--count", "2", "--output", "out.npy"],
      ["whiten", "PICTURE", "--output", "out.npy"], ["choose-k", "PICTURE", "--to", "3"],
    ])
  func isNoted(_ words: [String]) throws {
    let arguments = words.map { word in
      word == "PICTURE" ? picture : word.contains(".") ? place.path(word) : word
    }
    let outcome = run(arguments)
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == "vq \(words[0]): note: \(picture), chunk tEXt at byte 33 is damaged "
        + "(its checksum is wrong) and is ignored\n")
  }

  @Test func colourChunksReachTheNewFile() throws {
    try PNGWriter.stage(Image.smooth(), replacing: place.path("in.png")).commit()
    var bytes = try place.bytes("in.png")
    // 600 dots per inch, with a checksum computed by Python's zlib.
    let size: [UInt8] =
      [0, 0, 0, 9] + Array("pHYs".utf8) + [0, 0, 0x5C, 0x46, 0, 0, 0x5C, 0x46, 1]
      + [0x14, 0x94, 0x43, 0x41]
    bytes.insert(contentsOf: size, at: 33)
    let input = try place.write(bytes, to: "in.png")
    #expect(run(["palette", input, place.path("out.png")]).errors == "")
    #expect(try place.bytes("out.png")[33...].starts(with: size))
  }
}
