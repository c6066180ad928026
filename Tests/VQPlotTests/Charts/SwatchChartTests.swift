import Testing
import VQPlot

/// A chart of a palette shows every colour on the page, with its name if there is space.
@Suite struct SwatchChartTests {
  @Test("every colour is shown", arguments: [0, 1, 3, 16, 17, 64, 256, 700])
  func showsEveryColour(_ count: Int) {
    let swatches = (0..<count).map { number in
      SwatchChart.Swatch(Colour(number * 23_456 & 0xFFFFFF), share: 1 / Double(count))
    }
    let drawing = SwatchChart(title: "it", swatches: swatches).drawing
    let page = Box(x: 0, y: 0, width: drawing.size.x, height: drawing.size.y)
    let boxes = drawing.shapes.compactMap {
      if case .rectangle(let box, _) = $0 { box } else { nil }
    }
    #expect(boxes.count == 2 * count)
    // The ends of the bar are sums of shares, with errors far below a pixel.
    #expect(boxes.allSatisfy { page.contains($0.origin) && $0.right < page.right - 15.9 })
    let names = drawing.texts.filter { $0.text.hasPrefix("#") }.count
    #expect(names == (count <= 256 ? count : 0))
  }

  @Test func leavesAColourWithoutAShareOutOfTheBar() {
    let swatches = [0.0, 1].map { SwatchChart.Swatch(Colour(0x123456), share: $0) }
    let drawing = SwatchChart(title: "it", swatches: swatches).drawing
    let boxes = drawing.shapes.count { if case .rectangle = $0 { true } else { false } }
    #expect(boxes == 3)
    #expect(
      drawing.texts.contains { $0.text == "0 %" } && drawing.texts.contains { $0.text == "100 %" })
  }
}
