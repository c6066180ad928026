import Testing
import VQFormats
import VQTestSupport

/// Transparent pixels stay exactly transparent, and opaque pixels exactly opaque.
@Suite struct PaletteTransparencyTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  private static let transparent = Colour(red: 0, green: 0, blue: 0, alpha: 0)

  /// A picture whose columns are opaque, then more and more translucent, then transparent over
  /// random colours.
  private static func picture(hidden seed: UInt64, opaqueColumns: Int = 20) -> Image {
    var generator = TestGenerator(seed: seed)
    let bytes = (0..<(60 * 30)).flatMap { pixel -> [UInt8] in
      let (x, y) = (pixel % 60, pixel / 60)
      if x >= 40 { return (0..<3).map { _ in UInt8(generator.integer(below: 256)) } + [0] }
      let alpha = x < opaqueColumns ? 255 : UInt8(254 - 6 * x)
      return [UInt8(4 * x), UInt8(8 * y), UInt8(200 - 3 * x), alpha]
    }
    return Image(width: 60, height: 30, channelCount: 4, samples: .bytes(bytes))
  }

  private func reduce(_ picture: Image, _ options: [String]) throws -> IndexedImage {
    try PNGWriter.stage(picture, replacing: place.path("in.png")).commit()
    let outcome = run(["palette", place.path("in.png"), place.path("out.png")] + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try PNGReader.readIndexed(place.path("out.png"))
  }

  @Test(
    "pixels keep their opacity class", arguments: ["none", "ordered", "floyd-steinberg"],
    ["--colors=2", "--colors=3", "--colors=24", "--space=oklab"])
  func classesStay(_ rule: String, _ option: String) throws {
    let picture = Self.picture(hidden: 1)
    let result = try reduce(picture, ["--dither", rule, option])
    #expect(result.palette.count { $0.alpha == 0 } == 1)
    #expect(result.palette.first == Self.transparent)
    for (colour, code) in zip(picture.colours, result.indices) {
      let found = result.palette[Int(code)]
      let isKept =
        switch colour.alpha {
        case 0: found == Self.transparent
        case 255: found.alpha == 255
        default: found.alpha > 0
        }
      guard isKept else {
        Issue.record("\(colour) became \(found)")
        return
      }
    }
  }

  @Test(
    "the hidden colours of transparent pixels do not matter",
    arguments: ["none", "ordered", "floyd-steinberg"])
  func hiddenColoursDoNotMatter(_ rule: String) throws {
    let results = try [1, 2].map { seed in
      try reduce(Self.picture(hidden: seed), ["--colors", "9", "--dither", rule])
    }
    #expect(results[0] == results[1])
  }

  /// The visible colours equal those of the same picture without its transparent part.
  @Test func transparentPixelsTakeNoPartInClustering() throws {
    let whole = Self.picture(hidden: 1, opaqueColumns: 40)
    let visible = Image(
      width: 40, height: 30, channelCount: 4,
      samples: .bytes((0..<30).flatMap { whole.inBytes[($0 * 240)..<($0 * 240 + 160)] }))
    let found = try reduce(whole, ["--colors", "8"])
    let expected = try reduce(visible, ["--colors", "7"])
    #expect(found.palette == [Self.transparent] + expected.palette)
  }

  /// Adding one thread's hash table to another's must not take quadratic time.
  @Test("counts very many translucent colours in seconds", .timeLimit(.minutes(1)))
  func countsVeryManyColours() throws {
    let (width, height) = (1000, 600)
    let bytes = (0..<(width * height)).flatMap { pixel -> [UInt8] in
      let number = UInt32(truncatingIfNeeded: pixel) &* 0x9E37_79B1
      return [
        UInt8(number >> 24), UInt8(number >> 16 & 255), UInt8(number >> 8 & 255),
        UInt8(1 + pixel % 254),
      ]
    }
    let picture = Image(width: width, height: height, channelCount: 4, samples: .bytes(bytes))
    #expect(try reduce(picture, ["--colors", "2"]).palette.count == 2)
  }

  @Test func takesAPictureThatIsTransparentAllOver() throws {
    let bytes: [UInt8] = [1, 2, 3, 0, 4, 5, 6, 0]
    let picture = Image(width: 2, height: 1, channelCount: 4, samples: .bytes(bytes))
    #expect(try reduce(picture, ["--colors", "1"]).palette == [Self.transparent])
    #expect(try reduce(picture, ["--quality", "30"]).palette == [Self.transparent])
  }

  @Test func aQualityLeavesRoomForTransparentPixels() throws {
    let result = try reduce(Self.picture(hidden: 1), ["--quality", "5"])
    #expect(result.palette.count == 2)
  }

  @Test func refusesOneColourForTransparentAndVisiblePixels() throws {
    try PNGWriter.stage(Self.picture(hidden: 1), replacing: place.path("in.png")).commit()
    let outcome = run([
      "palette", place.path("in.png"), place.path("out.png"), "--colors", "1",
    ])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("in.png has transparent pixels, which take one colour of"))
    #expect(outcome.errors.contains("; ask for at least 2 with --colors"))
  }
}
