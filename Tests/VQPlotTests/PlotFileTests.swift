import Testing
import VQFormats
import VQPlot
import VQTestSupport

/// A plot is written in the format of its extension, and always completely or not at all.
@Suite struct PlotFileTests {
  private let place: TemporaryFolder
  private let drawing = Drawing(
    width: 30, height: 20, ground: Colour(0x123456), title: "it", pixelsPerUnit: 2)

  init() throws { place = try TemporaryFolder() }

  @Test("a PNG is written", arguments: ["a.png", "a.PNG"])
  func writesPNG(_ name: String) throws {
    try PlotFile.stage(drawing, replacing: place.path(name)).commit()
    let bytes = try place.bytes(name)
    #expect(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    // The IHDR chunk: 13 bytes, 60 x 40 pixels.
    #expect(bytes[8..<24] == [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 60, 0, 0, 0, 40])
  }

  @Test func writesSVG() throws {
    try PlotFile.stage(drawing, replacing: place.path("a.svg")).commit()
    let text = try place.text("a.svg")
    #expect(text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\""))
    #expect(text.hasSuffix("</svg>\n"))
  }

  @Test("a path without a plot extension is rejected", arguments: ["a.pdf", "a", "png", "a.npy"])
  func wantsAFormat(_ name: String) throws {
    let path = place.path(name)
    let error = FormatError.invalid(
      path: path, place: nil, problem: "does not end in .svg or .png",
      mend: "choose one of these formats for the plot")
    #expect(throws: error) { try PlotFile.checkWritable(path) }
    #expect(throws: error) { try PlotFile.stage(drawing, replacing: path).commit() }
    #expect(try place.names.isEmpty)
  }

  @Test("no file is left unless committed", arguments: ["a.svg", "a.png"])
  func leavesNothing(_ name: String) throws {
    _ = try PlotFile.stage(drawing, replacing: place.path(name))
    try PlotFile.checkWritable(place.path(name))
    #expect(try place.names.isEmpty)
  }
}
