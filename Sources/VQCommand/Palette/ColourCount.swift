internal import Synchronization
internal import VectorQuantization

/// The different colours of a picture, and the number of pixels of each.
///
/// Clustering the colours with these counts as weights is the same as clustering the pixels.
struct ColourCount: Sendable {
  /// The transparent colour first, then the translucent and the opaque ones.
  ///
  /// Each part is sorted by cells, so that similar colours are together.
  let colours: [PackedColour]
  let counts: [Int]
  let classes: OpacityClasses
  /// Whether at least one pixel is not opaque.
  var hasAlpha: Bool { colours.first?.isOpaque == false }

  /// The minimum number of colours of a palette: fully transparent pixels take one of their own.
  var minimumPaletteSize: Int { classes.transparent.count + (classes.visible.isEmpty ? 0 : 1) }

  /// The number of pixels that a thread counts at a time.
  private static let stretch = 1 << 14

  /// Counts the colours of all pixels.
  init(of pixels: Pixels, workers: Int) {
    let stretches = (pixels.count + Self.stretch - 1) / Self.stretch
    let found = Mutex<[ColourHistogram]>([])
    parallelFor(stretches, workers: workers) { _, queue in
      var histogram = ColourHistogram()
      while let number = queue.take() {
        let start = number * Self.stretch
        for index in start..<min(start + Self.stretch, pixels.count) {
          histogram.add(pixels[index])
        }
      }
      let complete = histogram
      found.withLock { $0.append(complete) }
    }
    // The order does not matter, because sums of whole numbers are exact.
    let entries = ColourHistogram.sum(of: found.withLock { $0 })
    colours = entries.map(\.colour)
    counts = entries.map(\.number)
    classes = OpacityClasses(of: colours)
  }
}

/// The number of pixels of each colour, while the pixels are counted.
private struct ColourHistogram: Sendable {
  /// For each opaque colour, the pixels not yet counted in `rest`: from 1 to 255.
  private var cubes = ColourCubes()
  /// All pixels of other colours; pixels of opaque colours in steps of 255.
  private var rest = ColourTable()

  @inline(__always)
  mutating func add(_ colour: PackedColour) {
    guard colour.isOpaque else { return rest.add(1, to: colour) }
    let count = cubes[colour]
    if count < 255 {
      cubes[colour] = count + 1
    } else {
      rest.add(255, to: colour)
      cubes[colour] = 1
    }
  }

  /// Returns the sum of several histograms; colours that are not opaque come first.
  static func sum(of histograms: [ColourHistogram]) -> [(colour: PackedColour, number: Int)] {
    var rest = ColourTable()
    for histogram in histograms { rest.add(histogram.rest) }
    var entries = rest.entries.filter { !$0.colour.isOpaque }.map { ($0.colour, Int($0.number)) }
      .sorted { ($0.0.cell, $0.0.number) < ($1.0.cell, $1.0.number) }
    for number in 0..<ColourCubes.count {
      let cubes = histograms.compactMap { $0.cubes.cube(number) }
      guard !cubes.isEmpty else { continue }
      for index in 0..<ColourCubes.size {
        var sum = 0
        for cube in cubes { sum += Int(cube[cube.startIndex + index]) }
        guard sum > 0 else { continue }
        let colour = PackedColour(place: number * ColourCubes.size + index)
        entries.append((colour, sum + Int(rest[colour])))
      }
    }
    return entries
  }
}
