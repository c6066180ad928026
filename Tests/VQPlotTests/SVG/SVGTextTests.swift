import Foundation
import Testing
import VQPlot

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The documents are valid XML, and no text is read as markup.
@Suite struct SVGTextTests {
  /// Collects the text of the elements of a document, by name.
  private final class Reader: NSObject, XMLParserDelegate {
    var texts: [String: [String]] = [:]
    private var open: [String] = []

    func parser(
      _: XMLParser, didStartElement name: String, namespaceURI _: String?, qualifiedName _: String?,
      attributes _: [String: String] = [:]
    ) {
      open.append(name)
      texts[name, default: []].append("")
    }

    func parser(
      _: XMLParser, didEndElement _: String, namespaceURI _: String?, qualifiedName _: String?
    ) {
      open.removeLast()
    }

    func parser(_: XMLParser, foundCharacters text: String) {
      guard let name = open.last, let count = texts[name]?.count else { return }
      texts[name]?[count - 1] += text
    }
  }

  private func read(_ drawing: Drawing) -> [String: [String]]? {
    let parser = XMLParser(data: Data(SVGText.document(drawing).utf8))
    let reader = Reader()
    parser.delegate = reader
    return parser.parse() ? reader.texts : nil
  }

  private func label(_ text: String) -> Label {
    Label(text: text, place: Point(5, 5), size: 10, colour: Colour(0x112233))
  }

  @Test(
    "text is preserved", arguments: ["a<b>&\"c\"'", "]]>", "naïve 測定 🙂", "<script>", "&amp;"])
  func keepsText(_ text: String) throws {
    var drawing = Drawing(width: 10, height: 10, ground: .white, title: text)
    drawing.add(.text(label(text)))
    let texts = try #require(read(drawing))
    #expect(texts["text"] == [text])
    #expect(texts["title"] == [text])
  }

  @Test func replacesWhatXMLCannotHold() throws {
    var drawing = Drawing(width: 10, height: 10, ground: .white, title: "it")
    drawing.add(.text(label("a\u{0}b\u{1B}c\nd")))
    let texts = try #require(read(drawing))
    #expect(texts["text"] == ["a\u{FFFD}b\u{FFFD}c d"])
  }

  @Test func writesEveryShape() throws {
    var drawing = Drawing(width: 100, height: 50, ground: .white, title: "it")
    let paint = Paint(Colour(0xAA0000), opacity: 0.5)
    drawing.add(.rectangle(Box(x: 1, y: 2, width: 3.456, height: 4), paint))
    drawing.add(
      .circle(
        centre: Point(9, 9), radius: 2, paint, outline: Stroke(.white, width: 1, isDashed: true)))
    drawing.add(.line([Point(0, 0), Point(-1.5, 7)], Stroke(.white, width: 2)))
    drawing.add(.dots([Point(1, 1), Point(3, 0.5)], radius: 1, paint))
    drawing.add(.pixels(Pixels(width: 2, height: 1, .white), Box(x: 0, y: 0, width: 9, height: 9)))
    let texts = try #require(read(drawing))
    #expect(texts["rect"]?.count == 2 && texts["circle"]?.count == 1)
    #expect(texts["path"]?.count == 2 && texts["image"]?.count == 1)
    let document = SVGText.document(drawing)
    #expect(document.contains("width=\"3.46\"") && document.contains("fill-opacity=\"0.5\""))
    #expect(document.contains("d=\"M0 0L-1.5 7\"") && document.contains("d=\"m1 1h0m2-0.5h0\""))
    #expect(document.contains("data:image/png;base64,iVBORw0KGgo"))
  }

  @Test func writesCharts() {
    let chart = LineChart(
      title: "<&>", xLabel: "k", panels: [.init(yLabel: "\"y\"", series: [], markedX: 3)])
    #expect(read(chart.drawing) != nil)
  }
}
