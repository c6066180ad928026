package import VQFormats

/// A drawing, independent of file formats: a list of shapes, in which later shapes cover earlier
/// ones.
package struct Drawing: Sendable {
  package let size: Point
  package let ground: Colour
  /// A description of the drawing, for people who cannot see it.
  package let title: String
  /// The number of pixels for one unit of length in raster formats.
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

  /// Adds a shape on top of the previous ones.
  package mutating func add(_ shape: Shape) { shapes.append(shape) }
}

/// One element of a drawing.
package enum Shape: Sendable {
  case rectangle(Box, Paint)
  /// A disc, with an optional outline.
  case circle(centre: Point, radius: Double, Paint, outline: Stroke?)
  /// Points connected by straight lines with round ends.
  case line([Point], Stroke)
  /// Discs of the same size; where they overlap, their opacity does not add up.
  case dots([Point], radius: Double, Paint)
  case text(Label)
  /// Pixels, scaled to a rectangle.
  case pixels(Pixels, Box)
}

/// A colour and its opacity.
package struct Paint: Sendable, Equatable {
  package let colour: Colour
  /// The opacity, from 0 (invisible) to 1 (opaque).
  package let opacity: Double

  package init(_ colour: Colour, opacity: Double = 1) {
    self.colour = colour
    self.opacity = opacity
  }
}

/// The style of a line.
package struct Stroke: Sendable, Equatable {
  package let paint: Paint
  package let width: Double
  package let isDashed: Bool

  package init(_ colour: Colour, width: Double, opacity: Double = 1, isDashed: Bool = false) {
    paint = Paint(colour, opacity: opacity)
    self.width = width
    self.isDashed = isDashed
  }

  /// The lengths of a dash and of a gap.
  package static let dash = (on: 4.0, off: 4.5)
}

/// A line of text.
package struct Label: Sendable, Equatable {
  /// The part of the text that is at its position.
  package enum Anchor: String, Sendable {
    case start, middle, end
  }

  package var text: String
  /// The position of the anchor, on the baseline.
  package var place: Point
  /// The font size: about 1.4 times the height of a capital letter.
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

  /// Returns the position on the baseline that puts the middle of capitals and digits at `centre`.
  static func baseline(centring size: Double, at centre: Point) -> Point {
    centre + Point(0, 0.36 * size)
  }
}

/// A rectangle of pixels.
package struct Pixels: Sendable, Equatable {
  package let width: Int
  package let height: Int
  /// The red, green and blue values of each pixel, row by row from the top left.
  package var bytes: [UInt8]

  package init(width: Int, height: Int, bytes: [UInt8]) {
    precondition(bytes.count == 3 * width * height, "there must be three bytes for each pixel")
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// Creates pixels of one colour.
  package init(width: Int, height: Int, _ colour: Colour) {
    let row = (0..<width).flatMap { _ in [colour.red, colour.green, colour.blue] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(3 * width * height)
    for _ in 0..<height { bytes += row }
    self.init(width: width, height: height, bytes: bytes)
  }
}

extension Pixels {
  /// The pixels as an image that can be written to a file.
  package var image: Image {
    Image(width: width, height: height, channelCount: 3, samples: .bytes(bytes))
  }
}
