import Testing
import VQPlot

/// Shapes are drawn as the pixels that they cover.
@Suite struct CanvasTests {
  private let black = Colour(0x000000)

  /// Returns the red value of each pixel, row by row, of a drawing with one pixel per unit.
  private func reds(_ shapes: Shape..., size: Double = 10) -> [[UInt8]] {
    var drawing = Drawing(
      width: size, height: size, ground: .white, title: "it", pixelsPerUnit: 1)
    for shape in shapes { drawing.add(shape) }
    let pixels = Canvas.pixels(of: drawing)
    return (0..<pixels.height).map { row in
      (0..<pixels.width).map { pixels.bytes[3 * (row * pixels.width + $0)] }
    }
  }

  @Test func coversPartsOfPixels() {
    let rows = reds(.rectangle(Box(x: 2, y: 3, width: 2.5, height: 1), Paint(black)))
    #expect(rows[3] == [255, 255, 0, 0, 128, 255, 255, 255, 255, 255])
    #expect(rows[2].allSatisfy { $0 == 255 } && rows[4].allSatisfy { $0 == 255 })
  }

  @Test func blendsWhatIsBeneath() {
    let rows = reds(
      .rectangle(Box(x: 0, y: 0, width: 10, height: 10), Paint(black, opacity: 0.2)))
    #expect(rows.joined().allSatisfy { $0 == 204 })
  }

  @Test func drawsDiscsAndLines() {
    let disc = reds(.circle(centre: Point(5, 5), radius: 3, Paint(black), outline: nil))
    #expect(disc[5][5] == 0 && disc[5][0] == 255 && disc[0][5] == 255)
    #expect(disc[4] == disc[5] && disc[3] == disc[6], "a disc is symmetric")
    #expect((1..<255).contains(disc[2][4]) || (1..<255).contains(disc[3][2]), "its edge is soft")
    let line = reds(.line([Point(0, 5), Point(10, 5)], Stroke(black, width: 2)))
    #expect(line[4] == Array(repeating: 0, count: 10) && line[5] == line[4])
    #expect(line[2].allSatisfy { $0 == 255 })
  }

  @Test func dotsCoverNoMoreThanOneOfThem() {
    let paint = Paint(black, opacity: 0.5)
    let one = reds(.dots([Point(5, 5)], radius: 2, paint))
    #expect(reds(.dots([Point(5, 5), Point(5, 5)], radius: 2, paint)) == one)
  }

  @Test func leavesGapsInDashedLines() {
    let row = reds(
      .line([Point(0, 5), Point(40, 5)], Stroke(black, width: 2, isDashed: true)), size: 40)[5]
    #expect(row.contains(0) && row.contains(255))
  }

  @Test func leavesOutWhatIsOutside() {
    let far = Point(1e6, -1e6)
    let rows = reds(
      .circle(centre: far, radius: 5, Paint(black), outline: nil),
      .rectangle(Box(x: 20, y: -20, width: 5, height: 5), Paint(black)),
      .pixels(Pixels(width: 1, height: 1, black), Box(x: 50, y: 50, width: 5, height: 5)))
    #expect(rows.joined().allSatisfy { $0 == 255 })
  }

  @Test(
    "every ASCII character has a glyph",
    arguments: (33...126).map { Character(Unicode.Scalar($0)) } + ["−", "×"])
  func writesEveryLetter(_ letter: Character) {
    func picture(_ text: String) -> [[UInt8]] {
      reds(.text(Label(text: text, place: Point(4, 15), size: 14, colour: black)), size: 22)
    }
    let rows = picture(String(letter))
    #expect(rows.joined().contains { $0 < 128 })
    #expect(rows != picture("\u{E000}"), "it is not the glyph of unknown characters")
    #expect(StrokeFont.width(of: String(letter), size: 14) < 17)
  }

  @Test func writesLettersWithoutTheirAccents() {
    #expect(StrokeFont.width(of: "é", size: 10) == StrokeFont.width(of: "e", size: 10))
  }
}
