import Testing
import VQFormats
import VQTestSupport

/// `vq palette` gives one error message for an invalid request, and leaves no files.
@Suite struct PaletteRefusalTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  @Test(
    "refuses invalid requests",
    arguments: [
      (["out.png", "--colors", "257"], 64, "at most 256"),
      (["out.png", "--colors", "9", "--quality", "30"], 64, "exclude each other"),
      (["out.png", "--quality", "30", "--dither", "ordered"], 64, "exclude each other"),
      (["out.jpg"], 1, "out.jpg does not end in"), (["none/out.png"], 1, "cannot write"),
      (["out.png", "more.png"], 64, "an unexpected argument"), ([], 64, "the file OUT is missing"),
    ])
  func refuses(_ arguments: [String], _ status: Int32, _ words: String) throws {
    let input = place.path("in.png")
    try PNGWriter.stage(Image.smooth(), replacing: input).commit()
    let named = arguments.map { $0.contains(".") ? place.path($0) : $0 }
    let outcome = run(["palette", input] + named)
    #expect(outcome.status == status)
    #expect(outcome.errors.hasPrefix("vq palette: ") && outcome.errors.contains(words))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(try place.names == ["in.png"])
  }

  @Test func namesAFileThatIsNoPicture() throws {
    let input = try place.write("hello".utf8, to: "in.png")
    let outcome = run(["palette", input, place.path("out.png")])
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains("in.png is not a picture in a supported format; give a PNG, JPEG"))
  }
}
