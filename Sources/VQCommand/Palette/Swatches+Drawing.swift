internal import VQFormats
internal import VQPlot

extension Swatches {
  /// Draws the colours, the largest share first.
  func drawing(of path: String) -> Drawing {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return SwatchChart(
      title: "\(file) in \(Figures.counted(swatches.count, "colour"))",
      swatches: swatches.map { swatch in
        let colour = swatch.colour
        return SwatchChart.Swatch(
          VQPlot.Colour(red: colour.red, green: colour.green, blue: colour.blue),
          opacity: Double(colour.alpha) / 255, share: swatch.share)
      },
      note: "the largest share first"
    ).drawing
  }
}
