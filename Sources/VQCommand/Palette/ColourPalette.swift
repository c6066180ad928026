internal import VQFormats
internal import VectorQuantization

/// The palette of a picture, as its file will hold it, and the palette's code for each colour.
struct ColourPalette: Sendable {
  /// From 1 to 256 different colours: the transparent colour first, if there is one, then the
  /// translucent ones, then the opaque ones.
  ///
  /// Each class is sorted from dark to light.
  let colours: [PackedColour]
  /// For each different colour of the picture, the number of the nearest palette colour in its
  /// class.
  let codes: [UInt8]
  /// The iterations of the fit; 0 if every colour of the picture has its own.
  let iterations: Int
  /// The error of the palette, over all pixels.
  let error: ColourError

  /// Finds colours for a picture.
  ///
  /// - Parameters:
  ///   - sample: The colours of the picture.
  ///   - search: The search. Its `clusterCount` is the maximum number of colours, at least
  ///     ``ColourCount/minimumPaletteSize``.
  ///   - onIteration: Called with the number of each iteration.
  /// - Throws: What the fit throws.
  init(
    for sample: ColourSample, search: KMeans, onIteration: @escaping @Sendable (Int) -> Void
  ) throws(ClusteringError) {
    let picture = sample.picture
    let found: [PackedColour]
    if picture.colours.count <= search.clusterCount {
      found = picture.colours
      iterations = 0
    } else {
      var search = search
      search.clusterCount -= picture.classes.transparent.count
      let centroids: Matrix<Float>
      (centroids, iterations) = try sample.centroids(by: search, onIteration: onIteration)
      found =
        try picture.colours[picture.classes.transparent]
        + sample.colours(at: centroids, by: search)
    }
    // After rounding, two colours may be equal.
    colours = Set(found).sorted { Self.order(of: $0) < Self.order(of: $1) }
    codes = try sample.codes(in: colours, by: search)
    error = ColourError(of: colours, codes, for: picture)
  }

  /// Returns the sort key of a colour.
  ///
  /// Colours that are not opaque come first, because the file's table of opacities ends with the
  /// last such colour.
  private static func order(of colour: PackedColour) -> (UInt32, UInt32, UInt32) {
    let (red, green, blue) = (
      colour.number >> 16 & 0xFF, colour.number >> 8 & 0xFF, colour.number & 0xFF
    )
    // The weights of ITU-R BT.709.
    return (
      colour.number >> 24 == 255 ? 1 : 0, 2126 * red + 7152 * green + 722 * blue, colour.number
    )
  }

  /// Returns the palette index of each pixel.
  func indices(of pixels: Pixels, _ picture: ColourCount, workers: Int) -> [UInt8] {
    let codes = PixelCodes(picture.colours, codes)
    var indices = [UInt8](repeating: 0, count: pixels.count)
    let width = pixels.width
    do {
      let rows = LentMemory(indices.mutableSpan)
      parallelFor(pixels.height, workers: workers) { _, queue in
        while let row = queue.take() {
          // No two workers take the same row of pixels.
          var line = rows.lend((row * width)..<((row + 1) * width))
          for column in 0..<width {
            line[column] = codes[pixels[row * width + column]]
          }
        }
      }
    }
    return indices
  }
}

/// A table from the colours of a picture to their codes.
private struct PixelCodes: Sendable {
  private var opaque = ColourCubes()
  private var others = ColourTable()

  init(_ colours: [PackedColour], _ codes: [UInt8]) {
    for (colour, code) in zip(colours, codes) {
      if colour.isOpaque {
        opaque[colour] = code
      } else {
        // Adds 1, because 0 means that there is no entry.
        others.add(UInt32(code) + 1, to: colour)
      }
    }
  }

  @inline(__always)
  subscript(colour: PackedColour) -> UInt8 {
    colour.isOpaque ? opaque[colour] : UInt8(truncatingIfNeeded: others[colour] - 1)
  }
}
