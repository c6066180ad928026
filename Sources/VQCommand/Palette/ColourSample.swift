internal import VectorQuantization

/// The visible colours of a picture as observations, and fewer that stand for them while a search is
/// coarse.
struct ColourSample: Sendable {
  let picture: ColourCount
  let space: ColourSpace
  /// The coordinates of each visible colour.
  let observations: Matrix<Float>
  /// The means of the colours that share a cell, each as often as there are pixels; the colours
  /// themselves if they are few.
  private let means: Matrix<Float>
  private let weights: [Double]

  /// So many colours are clustered in less time than a picture is decoded.
  private static let fewColours = 1 << 15
  /// An iteration over all colours that gains less, a hundredth of a decibel, changes no picture that
  /// could be told from the one before.
  private static let minimumGain = 0.0023
  /// Iterations over means cost little.
  private static let minimumCoarseGain = 0.0002

  init(of picture: ColourCount, in space: ColourSpace) {
    self.picture = picture
    self.space = space
    let visible = picture.classes.visible
    observations = space.observations(
      Array(picture.colours[visible]), hasAlpha: picture.classes.hasTranslucent)
    if visible.count <= Self.fewColours {
      means = observations
      weights = picture.counts[visible].map(Double.init)
    } else {
      (means, weights) = Self.means(of: observations, picture)
    }
  }

  /// The means of neighbours in one cell.
  private static func means(
    of observations: Matrix<Float>, _ picture: ColourCount
  ) -> (Matrix<Float>, [Double]) {
    let width = observations.columnCount
    let numbers = observations.elements
    var means: [Float] = []
    var weights: [Double] = []
    var sum = SIMD4<Double>.zero
    var count = 0
    let first = picture.classes.visible.lowerBound
    for index in picture.classes.visible {
      for axis in 0..<width {
        sum[axis] += Double(numbers[(index - first) * width + axis]) * Double(picture.counts[index])
      }
      count += picture.counts[index]
      let next = index + 1
      guard
        next == picture.colours.count || picture.colours[next].cell != picture.colours[index].cell
      else { continue }
      for axis in 0..<width { means.append(Float(sum[axis] / Double(count))) }
      weights.append(Double(count))
      (sum, count) = (.zero, 0)
    }
    return (Matrix(means, columns: width), weights)
  }

  /// Finds centroids of the visible pixels: of the cells' means until little is gained, then of all colours
  /// until little is gained there.
  ///
  /// - Returns: The centroids, and how often they moved.
  func centroids(
    by search: KMeans, onIteration: @escaping @Sendable (Int) -> Void
  ) throws(ClusteringError) -> (Matrix<Float>, iterations: Int) {
    let gain = GainWatch(minimum: Self.minimumCoarseGain, onIteration: onIteration)
    let coarse = try search.fit(means.span, weights: weights, onIteration: gain.hear)
    guard means.rowCount < observations.rowCount else {
      return (coarse.codebook.centroids, coarse.iterations)
    }
    let all = picture.counts[picture.classes.visible].map(Double.init)
    let finer = GainWatch(minimum: Self.minimumGain) { onIteration(coarse.iterations + $0) }
    let fine = try search.fit(
      observations.span, startingFrom: coarse.codebook.centroids, weights: all,
      onIteration: finer.hear)
    return (fine.codebook.centroids, coarse.iterations + fine.iterations)
  }
}
