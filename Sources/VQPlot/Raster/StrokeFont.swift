internal import Foundation

/// A font of pen strokes for raster images; it is sharp at every size and needs no font file.
package enum StrokeFont {
  /// The path of the pen for one character, and its width.
  struct Glyph: Sendable {
    var advance: Double
    /// The points to connect, one list for each time the pen is put down.
    var strokes: [[Point]]
  }

  /// The font size in the units of the glyphs, in which a capital letter is 14 units high.
  private static let unitsPerSize = 19.4
  /// The total space to the left and right of a glyph body.
  private static let spacing = 3.3

  private static let glyphs: [Character: Glyph] = {
    var glyphs: [Character: Glyph] = [:]
    for (letter, width, pen) in recipes { glyphs[letter] = glyph(width: width, pen: pen) }
    return glyphs
  }()
  private static let substitute = glyph(width: unknown.width, pen: unknown.pen)

  /// Returns the width of a text, which is close to its width in the fonts of an SVG viewer.
  package static func width(of text: String, size: Double, isBold: Bool = false) -> Double {
    letters(of: text).reduce(0) { $0 + advance(of: $1, isBold: isBold) } * size / unitsPerSize
  }

  /// Returns the width of the pen.
  static func penWidth(size: Double, isBold: Bool) -> Double {
    size * (isBold ? 0.128 : 0.086)
  }

  /// Returns the lines of a label in the units of its drawing.
  static func strokes(of label: Label) -> [[Point]] {
    let scale = label.size / unitsPerSize
    let share =
      switch label.anchor {
      case .start: 0.0
      case .middle: 0.5
      case .end: 1.0
      }
    var x =
      -share * width(of: label.text, size: label.size, isBold: label.isBold) / scale
      + spacing / 2
    var strokes: [[Point]] = []
    for letter in letters(of: label.text) {
      let glyph = glyph(for: letter)
      for stroke in glyph.strokes {
        strokes.append(
          stroke.map { point in
            let along = scale * (point.x + x)
            let up = scale * point.y
            return label.place + (label.isUpright ? Point(-up, -along) : Point(along, -up))
          })
      }
      x += advance(of: letter, isBold: label.isBold)
    }
    return strokes
  }

  /// Returns the characters to draw; unknown characters lose their accents.
  private static func letters(of text: String) -> [Character] {
    text.map { letter in
      if glyphs[letter] != nil { return letter }
      let base = String(letter).decomposedStringWithCanonicalMapping.unicodeScalars.first
      return base.map(Character.init) ?? letter
    }
  }

  /// Returns the distance to the next character; a bold pen needs more space.
  private static func advance(of letter: Character, isBold: Bool) -> Double {
    glyph(for: letter).advance + (isBold ? 0.7 : 0)
  }

  private static func glyph(for letter: Character) -> Glyph { glyphs[letter] ?? substitute }

  /// Returns the glyph that a pen path describes.
  private static func glyph(width: Double, pen: String) -> Glyph {
    var words = pen.split(separator: " ").makeIterator()
    func point() -> Point {
      Point(words.next().flatMap { Double($0) } ?? 0, words.next().flatMap { Double($0) } ?? 0)
    }
    var strokes: [[Point]] = []
    var place = Point.zero
    func draw(_ points: [Point]) {
      strokes[strokes.count - 1] += points
      place = points.last ?? place
    }
    while let word = words.next() {
      switch word {
      case "m":
        place = point()
        strokes.append([place])
      case "q":
        let control = point()
        let end = point()
        draw(curve(place, control, control, end, pull: 2 / 3))
      case "h":
        let end = point()
        draw(curve(place, Point(end.x, place.y), Point(end.x, place.y), end, pull: roundness))
      case "v":
        let end = point()
        draw(curve(place, Point(place.x, end.y), Point(place.x, end.y), end, pull: roundness))
      default:
        draw([point()])
      }
    }
    return Glyph(advance: width + spacing, strokes: strokes)
  }

  /// The pull of the control points: 0.55 approximates an ellipse; slightly more leaves more space
  /// inside glyphs.
  private static let roundness = 0.59

  /// Returns a Bézier curve as short lines; `pull` is how far the control points are moved towards
  /// the given ones.
  private static func curve(
    _ start: Point, _ first: Point, _ second: Point, _ end: Point, pull: Double
  ) -> [Point] {
    let (a, b) = (start + (first - start) * pull, end + (second - end) * pull)
    let steps = 8
    return (1...steps).map { step in
      let t = Double(step) / Double(steps)
      let s = 1 - t
      let inner = a * (3 * s * s * t) + b * (3 * s * t * t)
      return start * (s * s * s) + inner + end * (t * t * t)
    }
  }
}
