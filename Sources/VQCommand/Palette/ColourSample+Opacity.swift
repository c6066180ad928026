internal import VectorQuantization

extension ColourSample {
  /// Returns the colours nearest to some centroids.
  ///
  /// A centroid becomes opaque if at least half of its pixels are opaque. If no centroid qualifies,
  /// the one with the maximum number of opaque pixels becomes opaque.
  func colours(
    at centroids: Matrix<Float>, by search: KMeans
  ) throws(ClusteringError) -> [PackedColour] {
    let colours = space.colours(at: centroids)
    let classes = picture.classes
    guard classes.hasTranslucent, !classes.opaque.isEmpty else { return colours }
    let codes = try Codebook(centroids).encode(
      observations.span, workers: search.workers, kernels: search.kernels
    ).codes
    var counts = [(opaque: Int, all: Int)](repeating: (0, 0), count: colours.count)
    for (index, code) in zip(classes.visible, codes) {
      let count = picture.counts[index]
      counts[Int(code)].all += count
      if picture.colours[index].isOpaque { counts[Int(code)].opaque += count }
    }
    var isOpaque = counts.map { $0.opaque > 0 && 2 * $0.opaque >= $0.all }
    if !isOpaque.contains(true),
      let best = counts.indices.max(by: { counts[$0].opaque < counts[$1].opaque })
    {
      isOpaque[best] = true
    }
    return zip(colours, isOpaque).map { colour, isOpaque in
      isOpaque ? PackedColour(number: colour.number | 0xFF00_0000) : colour
    }
  }

  /// Returns the code of each colour of the picture: the nearest colour of a palette that keeps its
  /// class.
  ///
  /// A transparent colour gets the transparent one, an opaque colour an opaque one, and a
  /// translucent colour any visible one.
  ///
  /// - Parameters:
  ///   - palette: Different colours, sorted by class.
  ///   - search: Provides the workers and the kernels.
  /// - Returns: For each colour of the picture, the number of a colour of the palette.
  /// - Throws: What encoding throws.
  func codes(
    in palette: [PackedColour], by search: KMeans
  ) throws(ClusteringError) -> [UInt8] {
    let (classes, available) = (picture.classes, OpacityClasses(of: palette))
    // The transparent colour of a palette comes first.
    var codes = [UInt8](repeating: 0, count: classes.transparent.count)
    let parts = [(classes.translucent, available.visible), (classes.opaque, available.opaque)]
    for (part, choice) in parts where !part.isEmpty {
      let first = classes.visible.lowerBound
      let rows = observations.span.rows((part.lowerBound - first)..<(part.upperBound - first))
      let codebook = Codebook(
        space.observations(Array(palette[choice]), hasAlpha: classes.hasTranslucent))
      let encoding = try codebook.encode(rows, workers: search.workers, kernels: search.kernels)
      codes += encoding.codes.map { UInt8(truncatingIfNeeded: Int($0) + choice.lowerBound) }
    }
    return codes
  }
}
