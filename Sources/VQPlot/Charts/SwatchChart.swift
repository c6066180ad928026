/// A chart of a palette: a bar that shows the share of each colour, and one swatch for each colour.
package struct SwatchChart: Sendable {
  /// A colour, and its share of the picture.
  package struct Swatch: Sendable {
    package var colour: Colour
    /// The opacity from 0 to 1; a translucent colour is shown on the background of the page.
    package var opacity: Double
    /// The share of the picture, from 0 to 1.
    package var share: Double

    package init(_ colour: Colour, opacity: Double = 1, share: Double) {
      self.colour = colour
      self.opacity = opacity
      self.share = share
    }

    fileprivate var paint: Paint { Paint(colour, opacity: opacity) }
  }

  package var title: String
  /// The colours, in the order of the palette.
  package var swatches: [Swatch]
  /// A note below the chart.
  package var note: String

  package init(title: String, swatches: [Swatch], note: String = "") {
    self.title = title
    self.swatches = swatches
    self.note = note
  }

  private static let barHeight = 36.0
  private static let gap = 3.0

  /// The drawing of the chart; its height grows with the number of colours.
  package var drawing: Drawing {
    let theme = Theme.light
    let columns = columnCount
    let width = 720 - 2 * Page.margin
    let gap = columns > 16 ? 1 : Self.gap
    // The last swatch of a row ends at the end of the bar.
    let cell = Point((width + gap) / Double(columns), cellHeight)
    let rows = (swatches.count + columns - 1) / columns
    let height =
      42 + Self.barHeight + 12 + Double(rows) * cell.y + (note.isEmpty ? 12 : 32)
    let page = Page(size: Point(720, height), title: title, note: note, theme: theme)
    var drawing = page.drawing
    drawBar(
      in: Box(x: page.room.left, y: page.room.top, width: width, height: Self.barHeight),
      on: &drawing)
    for (number, swatch) in swatches.enumerated() {
      let box = Box(
        x: page.room.left + cell.x * Double(number % columns),
        y: page.room.top + Self.barHeight + 12 + cell.y * Double(number / columns),
        width: cell.x - gap, height: cell.y - gap)
      draw(swatch, in: box, on: &drawing)
    }
    return drawing
  }

  /// The number of columns: about the number of rows, limited by the space that the texts need.
  private var columnCount: Int {
    switch swatches.count {
    case ...4: max(swatches.count, 1)
    case ...16: 4
    case ...64: 8
    case ...256: 16
    default: 32
    }
  }

  private var cellHeight: Double {
    switch columnCount {
    case ...4: 64
    case ...8: 48
    case ...16: 28
    default: 20
    }
  }

  /// Draws the colours in their order, each with a width proportional to its share.
  private func drawBar(in box: Box, on drawing: inout Drawing) {
    let total = swatches.reduce(0) { $0 + max($1.share, 0) }
    guard total > 0 else { return }
    var left = box.left
    for swatch in swatches where swatch.share > 0 {
      let width = box.size.x * swatch.share / total
      drawing.add(
        .rectangle(
          Box(x: left, y: box.top, width: width, height: box.size.y), swatch.paint))
      left += width
    }
  }

  private func draw(_ swatch: Swatch, in box: Box, on drawing: inout Drawing) {
    drawing.add(.rectangle(box, swatch.paint))
    let columns = columnCount
    guard columns <= 16 else { return }
    let lightness = 1 - swatch.opacity * (1 - swatch.colour.lightness)
    let ink = lightness > 0.52 ? Colour(0x0D0F18) : .white
    let size = columns <= 4 ? 13.0 : columns <= 8 ? 12 : 8
    func write(_ text: String, _ centre: Point, size: Double) {
      drawing.add(
        .text(
          Label(
            text: text, place: Label.baseline(centring: size, at: centre), size: size,
            colour: ink, anchor: .middle)))
    }
    guard columns <= 8 else { return write("#\(swatch.colour.hex)", box.centre, size: size) }
    write("#\(swatch.colour.hex)", box.centre - Point(0, 0.65 * size), size: size)
    write(Numbers.share(swatch.share), box.centre + Point(0, 0.75 * size), size: size - 1.5)
  }
}
