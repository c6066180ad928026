internal import VQFormats
internal import VectorQuantization

/// Colours for a picture as its file will hold them, and which of them each colour becomes.
struct ColourPalette: Sendable {
  /// From 1 to 256 different colours: those that are not opaque first, then from dark to light.
  let colours: [PackedColour]
  /// For each different colour of the picture, the number of the nearest of these.
  let codes: [UInt8]
  /// The iterations of the fit; 0 if every colour of the picture has its own.
  let iterations: Int
  /// How far pixels are from their colours.
  let error: ColourError

  /// Finds colours for a picture.
  ///
  /// - Parameters:
  ///   - picture: The colours that there are.
  ///   - search: How to search; `clusterCount` is the number of colours wanted.
  ///   - space: Where distances are measured.
  ///   - onIteration: Told of progress; returns whether to go on.
  /// - Throws: What the fit throws.
  init(
    for picture: ColourCount, search: KMeans, space: ColourSpace,
    onIteration: (@Sendable (KMeans.Progress) -> KMeans.Continuation)? = nil
  ) throws(ClusteringError) {
    let hasAlpha = picture.hasAlpha
    let observations = space.observations(picture.colours, hasAlpha: hasAlpha)
    let found: [PackedColour]
    if picture.colours.count <= search.clusterCount {
      found = picture.colours
      iterations = 0
    } else {
      let weights = picture.counts.map(Float.init)
      let clustering = try search.fit(
        observations.span, weights: weights.span, onIteration: onIteration)
      found = space.colours(at: clustering.codebook.centroids)
      iterations = clustering.iterations
    }
    // Rounding may make one colour of two.
    colours = Set(found).sorted { Self.order(of: $0) < Self.order(of: $1) }
    let codebook = Codebook(space.observations(colours, hasAlpha: hasAlpha))
    let encoding = try codebook.encode(
      observations.span, workers: search.workers, kernels: search.kernels)
    codes = encoding.codes.map { UInt8(truncatingIfNeeded: $0) }
    error = ColourError(of: colours, codes, for: picture)
  }

  /// A colour that is not opaque needs an entry in the file's table of opacities, which ends with
  /// the last such colour.
  private static func order(of colour: PackedColour) -> (UInt32, UInt32, UInt32) {
    let (red, green, blue) = (
      colour.number >> 16 & 0xFF, colour.number >> 8 & 0xFF, colour.number & 0xFF
    )
    // The weights of ITU-R BT.709.
    return (
      colour.number >> 24 == 255 ? 1 : 0, 2126 * red + 7152 * green + 722 * blue, colour.number
    )
  }

  /// The number of the nearest colour for each pixel.
  func indices(of pixels: Pixels, _ picture: ColourCount, workers: Int) -> [UInt8] {
    var table = ColourTable(capacity: picture.colours.count)
    for (colour, code) in zip(picture.colours, codes) { table.add(UInt32(code) + 1, to: colour) }
    let codes = table
    var indices = [UInt8](repeating: 0, count: pixels.count)
    let width = pixels.width
    do {
      let rows = DisjointTiles(indices.mutableSpan)
      parallelFor(pixels.height, workers: workers) { _, queue in
        while let row = queue.take() {
          // Each row of pixels is handed out once.
          var line = rows.lend((row * width)..<((row + 1) * width))
          for column in 0..<width {
            line[column] = UInt8(truncatingIfNeeded: codes[pixels[row * width + column]] - 1)
          }
        }
      }
    }
    return indices
  }
}
