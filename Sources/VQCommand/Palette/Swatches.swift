internal import VQFormats

/// The colours of a palette and their shares of the picture, the largest share first.
struct Swatches: Sendable, Equatable {
  struct Swatch: Sendable, Equatable {
    /// The number of the colour in the file.
    let code: Int
    let colour: Colour
    /// The share of the pixels, from 0 to 1.
    let share: Double
  }

  let swatches: [Swatch]

  /// Counts the pixels of each colour; on a tie, the lowest code comes first.
  init(of picture: IndexedImage) {
    var counts = [Int](repeating: 0, count: picture.palette.count)
    for index in picture.indices { counts[Int(index)] += 1 }
    let pixelCount = Double(picture.indices.count)
    swatches = counts.indices
      .sorted { (counts[$1], $0) < (counts[$0], $1) }
      .map { code in
        Swatch(
          code: code, colour: picture.palette[code], share: Double(counts[code]) / pixelCount)
      }
  }

  /// The number of colours that occur.
  var usedCount: Int { swatches.count { $0.share > 0 } }

  /// The table for the report; `nil` for more than 32 colours.
  var table: TextTable? {
    guard swatches.count <= 32 else { return nil }
    var table = TextTable(heading: ["colour", "code", "pixels"], wordColumnCount: 1)
    table.rows = swatches.map { swatch in
      [
        Self.name(of: swatch.colour), "\(swatch.code)",
        Figures.fixed(100 * swatch.share, decimals: 2) + " %",
      ]
    }
    return table
  }

  /// Returns a colour in HTML notation.
  private static func name(of colour: Colour) -> String {
    let opacity = colour.alpha < 255 ? [colour.alpha] : []
    let digits = ([colour.red, colour.green, colour.blue] + opacity).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "#" + digits.joined()
  }
}
