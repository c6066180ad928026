internal import VectorQuantization

/// The visible colours of a picture as observations, and a smaller set of mean colours for a coarse
/// search.
struct ColourSample: Sendable {
  let picture: ColourCount
  let space: ColourSpace
  /// The coordinates of each visible colour.
  let observations: Matrix<Float>
  /// The means of the colours in each cell, weighted by pixels; the colours themselves if they are
  /// few.
  private let means: Matrix<Float>
  private let weights: [Double]

  /// The maximum number of colours without a coarse search: clustering them is faster than decoding
  /// the picture.
  private static let fewColours = 1 << 15
  /// The search over all colours ends when an iteration gains less than this share of the inertia,
  /// a hundredth of a decibel, which is not visible.
  private static let minimumGain = 0.0023
  /// The limit of the coarse search, which is smaller because its iterations cost little.
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

  /// Computes the mean of the colours in each cell, and its weight.
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

  /// Finds centroids of the visible pixels.
  ///
  /// A coarse search clusters the means of the cells. A second search continues with all colours.
  /// Each ends when iterations gain little.
  ///
  /// - Returns: The centroids, and the number of iterations of both searches.
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
