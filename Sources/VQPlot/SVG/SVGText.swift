internal import Foundation
internal import VQFormats

/// A writer of drawings in the SVG format.
///
/// Text stays text, in a font of the reader's system. Pixels are embedded as a PNG.
package enum SVGText {
  /// Returns the SVG document, with a newline at the end.
  package static func document(_ drawing: Drawing) -> String {
    let (width, height) = (number(drawing.size.x), number(drawing.size.y))
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img" font-family="\(fonts)">
      <title>\(escaped(drawing.title))</title>
      <rect width="\(width)" height="\(height)" fill="#\(drawing.ground.hex)"/>

      """
    return head + drawing.shapes.map { element($0) + "\n" }.joined() + "</svg>\n"
  }

  private static let fonts =
    "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

  private static func element(_ shape: Shape) -> String {
    switch shape {
    case .rectangle(let box, let paint):
      "<rect \(place(of: box)) \(fill(paint))/>"
    case .circle(let centre, let radius, let paint, let outline):
      "<circle cx=\"\(number(centre.x))\" cy=\"\(number(centre.y))\" r=\"\(number(radius))\" "
        + fill(paint) + (outline.map { " " + stroke($0) } ?? "") + "/>"
    case .line(let points, let style):
      "<path d=\"\(path(along: points))\" fill=\"none\" \(stroke(style))/>"
    case .dots(let points, let radius, let paint):
      // Lines of length 0 with round ends: the shortest notation for discs.
      "<path d=\"\(path(of: points))\" fill=\"none\" "
        + stroke(Stroke(paint.colour, width: 2 * radius, opacity: paint.opacity)) + "/>"
    case .text(let label):
      text(label)
    case .pixels(let pixels, let box):
      "<image \(place(of: box)) preserveAspectRatio=\"none\" href=\"data:image/png;base64,"
        + Data(PNGWriter.bytes(of: pixels.image)).base64EncodedString() + "\"/>"
    }
  }

  private static func place(of box: Box) -> String {
    "x=\"\(number(box.left))\" y=\"\(number(box.top))\" "
      + "width=\"\(number(box.size.x))\" height=\"\(number(box.size.y))\""
  }

  private static func fill(_ paint: Paint) -> String {
    "fill=\"#\(paint.colour.hex)\""
      + (paint.opacity < 1 ? " fill-opacity=\"\(number(paint.opacity))\"" : "")
  }

  private static func stroke(_ style: Stroke) -> String {
    "stroke=\"#\(style.paint.colour.hex)\" stroke-width=\"\(number(style.width))\" "
      + "stroke-linecap=\"round\" stroke-linejoin=\"round\""
      + (style.paint.opacity < 1 ? " stroke-opacity=\"\(number(style.paint.opacity))\"" : "")
      + (style.isDashed
        ? " stroke-dasharray=\"\(number(Stroke.dash.on)) \(number(Stroke.dash.off))\"" : "")
  }

  private static func path(along points: [Point]) -> String {
    points.enumerated().map { position, point in
      "\(position == 0 ? "M" : "L")\(number(point.x)) \(number(point.y))"
    }.joined()
  }

  /// Returns a path with a line of length 0 at each point, each relative to the previous point.
  ///
  /// Coordinates are rounded to tenths. Errors do not accumulate, because each step is the
  /// difference of two rounded positions.
  private static func path(of points: [Point]) -> String {
    var last = SIMD2(0, 0)
    return points.map { point in
      let tenths = SIMD2(Int((10 * point.x).rounded()), Int((10 * point.y).rounded()))
      let step = tenths &- last
      last = tenths
      let y = number(Double(step.y) / 10)
      return "m\(number(Double(step.x) / 10))\(y.hasPrefix("-") ? "" : " ")\(y)h0"
    }.joined()
  }

  private static func text(_ label: Label) -> String {
    let (x, y) = (number(label.place.x), number(label.place.y))
    return "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(number(label.size))\" "
      + "fill=\"#\(label.colour.hex)\""
      + (label.anchor == .start ? "" : " text-anchor=\"\(label.anchor.rawValue)\"")
      + (label.isBold ? " font-weight=\"bold\"" : "")
      + (label.isUpright ? " transform=\"rotate(-90 \(x) \(y))\"" : "")
      + ">\(escaped(label.text))</text>"
  }

  /// Returns a number with at most two decimals, without trailing zeros.
  static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return rest % 10 == 0
      ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Returns the text with markup characters escaped; characters that XML does not allow are
  /// replaced.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\t", "\n", "\r": result += " "
      case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
