package import VQFormats

/// What is to be seen, whichever the format of the file: shapes in the order in which they are laid.
package struct Drawing: Sendable {
  package let size: Point
  package let ground: Colour
  /// What the drawing is of, for those who cannot see it.
  package let title: String
  /// The pixels of a unit, where the drawing becomes pixels.
  package let pixelsPerUnit: Int
  package private(set) var shapes: [Shape] = []

  package init(
    width: Double, height: Double, ground: Colour, title: String, pixelsPerUnit: Int = 2
  ) {
    size = Point(width, height)
    self.ground = ground
    self.title = title
    self.pixelsPerUnit = pixelsPerUnit
  }

  /// Lays a shape over those laid so far.
  package mutating func add(_ shape: Shape) { shapes.append(shape) }
}

/// One thing laid on a drawing.
package enum Shape: Sendable {
  case rectangle(Box, Paint)
  /// A disc, with a line of its own around its edge if there is one.
  case circle(centre: Point, radius: Double, Paint, outline: Stroke?)
  /// Points joined by straight lines, with round ends.
  case line([Point], Stroke)
  /// Discs of one size. Where they overlap they cover no more than one of them does.
  case dots([Point], radius: Double, Paint)
  case text(Label)
  /// Pixels, spread over a rectangle.
  case pixels(Pixels, Box)
}

/// A colour, and how much it covers.
package struct Paint: Sendable, Equatable {
  package let colour: Colour
  /// From 0, for nothing, to 1, for all.
  package let opacity: Double

  package init(_ colour: Colour, opacity: Double = 1) {
    self.colour = colour
    self.opacity = opacity
  }
}

/// How a line is drawn.
package struct Stroke: Sendable, Equatable {
  package let paint: Paint
  package let width: Double
  package let isDashed: Bool

  package init(_ colour: Colour, width: Double, opacity: Double = 1, isDashed: Bool = false) {
    paint = Paint(colour, opacity: opacity)
    self.width = width
    self.isDashed = isDashed
  }

  /// The length of a dash and that of a gap.
  package static let dash = (on: 4.0, off: 4.5)
}

/// A line of text.
package struct Label: Sendable, Equatable {
  /// Which part of the text is at its place.
  package enum Anchor: String, Sendable {
    case start, middle, end
  }

  package var text: String
  /// The anchor's place, on the line that letters stand on.
  package var place: Point
  /// The size of the letters: some 1.4 times the height of a capital.
  package var size: Double
  package var colour: Colour
  package var anchor: Anchor
  package var isBold: Bool
  /// Whether the text runs upwards.
  package var isUpright: Bool

  package init(
    text: String, place: Point, size: Double, colour: Colour, anchor: Anchor = .start,
    isBold: Bool = false, isUpright: Bool = false
  ) {
    self.text = text
    self.place = place
    self.size = size
    self.colour = colour
    self.anchor = anchor
    self.isBold = isBold
    self.isUpright = isUpright
  }

  /// The place that puts the middle of capitals and digits at `centre`.
  static func baseline(centring size: Double, at centre: Point) -> Point {
    centre + Point(0, 0.36 * size)
  }
}

/// A rectangle of pixels.
package struct Pixels: Sendable, Equatable {
  package let width: Int
  package let height: Int
  /// Red, green and blue of each pixel, row by row from the top left.
  package var bytes: [UInt8]

  package init(width: Int, height: Int, bytes: [UInt8]) {
    precondition(bytes.count == 3 * width * height, "a pixel has three bytes")
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// Pixels of one colour.
  package init(width: Int, height: Int, _ colour: Colour) {
    let row = (0..<width).flatMap { _ in [colour.red, colour.green, colour.blue] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(3 * width * height)
    for _ in 0..<height { bytes += row }
    self.init(width: width, height: height, bytes: bytes)
  }
}

extension Pixels {
  /// The pixels as a picture to be written.
  package var image: Image {
    Image(width: width, height: height, channelCount: 3, samples: .bytes(bytes))
  }
}
