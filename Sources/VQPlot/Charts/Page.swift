/// The page of a plot: a title at the top and a note at the bottom.
struct Page {
  let size: Point
  let title: String
  let note: String
  let theme: Theme

  static let margin = 16.0
  static let titleSize = 14.0
  private static let noteSize = 10.5

  /// The page with an empty space between the title and the note.
  var drawing: Drawing {
    var drawing = Drawing(width: size.x, height: size.y, ground: theme.ground, title: title)
    drawing.add(
      .text(
        Label(
          text: Self.shortened(title, size: Self.titleSize, room: size.x - 2 * Self.margin),
          place: Point(Self.margin, 27), size: Self.titleSize, colour: theme.ink, isBold: true)))
    if !note.isEmpty {
      drawing.add(
        .text(
          Label(
            text: note, place: Point(Self.margin, size.y - 12), size: Self.noteSize,
            colour: theme.faintInk)))
    }
    return drawing
  }

  /// The space for the plot.
  var room: Box {
    let bottom = note.isEmpty ? 8.0 : 28
    return Box(
      x: Self.margin, y: 42, width: size.x - 2 * Self.margin, height: size.y - 42 - bottom)
  }

  /// Returns the text, with its end replaced by dots if it is wider than `room`.
  static func shortened(_ text: String, size: Double, room: Double) -> String {
    guard StrokeFont.width(of: text, size: size) > room else { return text }
    var kept = text[...]
    while !kept.isEmpty, StrokeFont.width(of: "\(kept)...", size: size) > room {
      kept.removeLast()
    }
    return "\(kept)..."
  }
}
