import Testing
import VQFormats
import VQTestSupport

/// JPEG files are read with the system's libjpeg-turbo.
///
/// Without it, only the last test runs.
@Suite struct JPEGReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let skipped: Comment =
    "libjpeg-turbo is not on this machine; install it with apt-get install libturbojpeg0"

  private static let readable = PictureFixture.jpegs.filter { $0.name != "cmyk.jpg" }

  @Test(
    "reads what Pillow reads", .enabled(if: JPEGReader.isAvailable, skipped), arguments: readable)
  func readsWhatPillowReads(_ fixture: PictureFixture) throws {
    // The first bytes determine the format, not the name.
    let file = try ImageFile(reading: folder.write(fixture.bytes, to: "a.png"))
    let (found, expected) = (file.image, fixture.picture)
    #expect(found.width == expected.width && found.height == expected.height)
    #expect(found.channelCount == expected.channelCount)
    // Versions of the library may round differently.
    let gaps = zip(found.inBytes, expected.inBytes).map { abs(Int($0) - Int($1)) }
    #expect(try #require(gaps.max()) <= 2)
    #expect(file.warnings.isEmpty)
  }

  @Test func hasFixtures() { #expect(Self.readable.count > 5) }

  @Test("refuses a file truncated at any byte", .enabled(if: JPEGReader.isAvailable, skipped))
  func refusesBeginnings() throws {
    for name in ["rgb.jpg", "rgb-progressive.jpg"] {
      let bytes = try PictureFixture.named(name).bytes
      for count in 0..<bytes.count {
        let path = try folder.write(bytes.prefix(count), to: "cut.jpg")
        let error = #expect(throws: FormatError.self) { try ImageFile(reading: path) }
        #expect(error?.description.contains("cut.jpg") == true)
      }
    }
  }

  /// The file has its end, but lacks pixels.
  @Test("refuses a file without its middle", .enabled(if: JPEGReader.isAvailable, skipped))
  func refusesMissingPixels() throws {
    let bytes = try PictureFixture.named("rgb.jpg").bytes
    let cut = bytes.dropLast(60) + [0xFF, 0xD9]
    let path = try folder.write(cut, to: "cut.jpg")
    let error = #expect(throws: FormatError.self) { try JPEGReader.read(path) }
    let words = "cut.jpg is a JPEG that ends before its picture does; copy"
    #expect(error?.description.contains(words) == true)
  }

  @Test(
    "warns about damage that libjpeg recovers from", .enabled(if: JPEGReader.isAvailable, skipped))
  func warnsOfDamage() throws {
    var bytes = try PictureFixture.named("rgb-restarts.jpg").bytes
    let marker = try #require(bytes.indices.last { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xD1 })
    bytes[marker + 1] = 0xD2
    let file = try ImageFile(reading: folder.write(bytes, to: "odd.jpg"))
    #expect(file.warnings.count == 1)
    #expect(file.warnings[0].contains("odd.jpg is damaged, and some pixels may be wrong: libjpeg"))
  }

  @Test(
    "refuses CMYK, and gives a command that converts it",
    .enabled(if: JPEGReader.isAvailable, skipped))
  func refusesCMYK() throws {
    let path = try folder.write(PictureFixture.named("cmyk.jpg").bytes, to: "ink.jpg")
    let error = #expect(throws: FormatError.self) { try ImageFile(reading: path) }
    let sentence = error?.description ?? ""
    #expect(sentence.contains("ink.jpg is a JPEG in CMYK"))
    #expect(sentence.contains("; convert it with: magick "))
  }

  @Test("refuses sizes that the file cannot fill", .enabled(if: JPEGReader.isAvailable, skipped))
  func refusesImpossibleSizes() throws {
    for (size, words) in [
      ([0xFF, 0x00, 0xFF, 0x00] as [UInt8], "at most 2^29"), ([0x20, 0, 0x20, 0], "too few bytes"),
      ([0, 0, 0, 9], "cannot be read"),
    ] {
      var bytes = try PictureFixture.named("rgb.jpg").bytes
      let frame = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
      bytes.replaceSubrange((frame + 5)..<(frame + 9), with: size)
      let path = try folder.write(bytes, to: "odd.jpg")
      let error = #expect(throws: FormatError.self) { try ImageFile(reading: path) }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
  }

  /// Exif defines where the first stored row and column are in the upright picture.
  @Test(
    "turns pictures as their Exif data specify", .enabled(if: JPEGReader.isAvailable, skipped),
    arguments: 1...8)
  func turnsPictures(_ orientation: Int) throws {
    var bytes = try PictureFixture.named("rgb-exif.jpg").bytes
    let stored = try JPEGReader.read(folder.write(bytes, to: "stored.jpg"))
    // The tag, its type, a count of one, and the value.
    let entry: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 1]
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: entry) })
    bytes[start + 9] = UInt8(orientation)
    let seen = try JPEGReader.read(folder.write(bytes, to: "seen.jpg"))
    let (width, height) = (stored.width, stored.height)
    #expect((seen.width, seen.height) == (orientation < 5 ? (width, height) : (height, width)))
    for y in 0..<height {
      for x in 0..<width {
        let (right, bottom) = (width - 1 - x, height - 1 - y)
        let place = [
          (x, y), (right, y), (right, bottom), (x, bottom), (y, x), (bottom, x), (bottom, right),
          (y, right),
        ][orientation - 1]
        let (from, to) = (3 * (y * width + x), 3 * (place.1 * seen.width + place.0))
        #expect(seen.inBytes[to..<(to + 3)] == stored.inBytes[from..<(from + 3)])
      }
    }
  }

  @Test("survives damage to every byte", .enabled(if: JPEGReader.isAvailable, skipped))
  func survivesDamage() throws {
    let bytes = try PictureFixture.named("rgb-exif.jpg").bytes
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0xFF
      let path = try folder.write(damaged, to: "odd.jpg")
      let result = Result { () throws(FormatError) in try ImageFile(reading: path) }
      if case .failure(let error) = result { #expect(error.description.contains("odd.jpg")) }
    }
  }

  @Test("names the missing package", .enabled(if: !JPEGReader.isAvailable))
  func namesThePackage() throws {
    let path = try folder.write(PictureFixture.named("rgb.jpg").bytes, to: "a.jpg")
    let error = #expect(throws: FormatError.self) { try ImageFile(reading: path) }
    let sentence = error?.description ?? ""
    #expect(sentence.contains("a.jpg is a JPEG, and the library libjpeg-turbo"))
    #expect(sentence.contains("apt-get install libturbojpeg0"))
  }
}
