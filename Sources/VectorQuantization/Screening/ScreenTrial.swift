/// One look at how much screening leaves to be measured: for some observations, each with a code, the
/// centroids that may be at most as far away as the code's own.
package struct ScreenTrial: Sendable {
  /// For each observation, the codes found, ascending.
  package private(set) var found: [[Int32]] = []
  /// The directions of the subspace, of which there may be fewer than were asked for.
  package let directionCount: Int
  /// The slack relative to an observation's norm.
  package let relativeSlack: Double

  /// How many pairs were found.
  package var pairCount: Int { found.reduce(0) { $0 + $1.count } }

  /// Screens observations.
  ///
  /// - Parameters:
  ///   - observations: The observations.
  ///   - centroids: The centroids.
  ///   - excluded: Codes that are not to be found.
  ///   - codes: A code for each observation.
  ///   - directionCount: How many directions the subspace is to have; `nil` for all of them.
  ///   - skip: Every so many observations, one is left out, and finds nothing; 0 takes all.
  ///   - set: The kernels.
  ///   - workers: The most threads.
  package init<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, centroids: Matrix<Scalar>, excluding excluded: [Int] = [],
    codes: [Int32], directionCount: Int?, skip: Int = 0, kernels set: KernelSet, workers: Int = 1
  ) {
    let (kernels, rows) = (Kernels<Scalar>(set), observations.span)
    let tiles = ObservationTiles(rows)
    let moments = Moments(of: tiles, kernels: kernels, workers: workers)
    let frame = Frame<Scalar>(center: moments.mean, extents: moments.greatest)
    let subspace =
      directionCount.map {
        Subspace(leading: $0, of: tiles, frame: frame, kernels: set, workers: workers)
      } ?? Subspace(wholeOf: tiles, frame: frame)
    let projection = Projection(
      of: tiles, on: subspace, frame: frame, kernels: kernels, workers: workers)
    var codebook = ProjectedCodebook(
      capacity: centroids.rowCount, subspace: subspace, kernels: Kernels(set))
    codebook.update(
      centroids.span, excluding: excluded, frame: frame, kernels: kernels, workers: workers)
    var squared = [Double](repeating: 0, count: rows.rowCount)
    kernels.distances(
      rows, codes: codes, centroids: centroids.span.elements, scale: frame.scale, into: &squared)

    let tileRows = 96
    var search = ScreenSearch(
      kernels: Kernels(set), subspace: subspace, tileRows: tileRows,
      clusterCount: centroids.rowCount)
    found = Array(repeating: [], count: rows.rowCount)
    for first in stride(from: 0, to: rows.rowCount, by: tileRows) {
      let numbers = (0..<min(tileRows, rows.rowCount - first)).filter {
        skip == 0 || !$0.isMultiple(of: skip)
      }
      let limits = numbers.map { squared[first + $0] }
      let taken = numbers.map(UInt32.init)
      search.begin(
        taken.span, count: numbers.count, from: first, within: limits.span,
        in: projection)
      for batch in 0..<search.batchCount {
        let start = search.find(batch: batch, among: codebook.packed, ahead: Span())
        for row in start..<min(start + ScreenSearch.batchRows, numbers.count) {
          let pairs = search.starts[row - start]..<search.starts[row - start + 1]
          found[first + numbers[row]] = Array(search.codes[pairs])
        }
      }
    }
    self.directionCount = subspace.directionCount
    relativeSlack = subspace.slack.relative
  }

  /// The directions that some rows spread along most, one after the other.
  package static func directions<Scalar: VectorScalar>(
    _ count: Int, of rows: Matrix<Scalar>, kernels set: KernelSet, workers: Int
  ) -> [Double] {
    let tiles = ObservationTiles(rows.span)
    let moments = Moments(of: tiles, kernels: Kernels<Scalar>(set), workers: workers)
    let subspace = Subspace(
      leading: count, of: tiles,
      frame: Frame<Scalar>(center: moments.mean, extents: moments.greatest), kernels: set,
      workers: workers)
    return subspace.basis.map { Directions($0).elements } ?? []
  }

  /// How far the projections of an observation and a centroid lie apart, squared, as a share of the limit
  /// for their own distance: the greatest for any two, and at most 1.
  package static func greatestReach<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, centroids: Matrix<Scalar>, directionCount: Int?,
    kernels set: KernelSet
  ) -> Double {
    let (kernels, rows) = (Kernels<Scalar>(set), observations.span)
    let tiles = ObservationTiles(rows)
    let moments = Moments(of: tiles, kernels: kernels, workers: 1)
    let frame = Frame<Scalar>(center: moments.mean, extents: moments.greatest)
    let subspace =
      directionCount.map {
        Subspace(leading: $0, of: tiles, frame: frame, kernels: set, workers: 1)
      } ?? Subspace(wholeOf: tiles, frame: frame)
    let projection = Projection(
      of: tiles, on: subspace, frame: frame, kernels: kernels, workers: 1)
    let projected = Projection(
      of: ObservationTiles(centroids.span), on: subspace, frame: frame, kernels: kernels, workers: 1
    )
    var greatest = 0.0
    var squared = [Double](repeating: 0, count: rows.rowCount)
    for code in 0..<centroids.rowCount {
      let codes = [Int32](repeating: Int32(code), count: rows.rowCount)
      kernels.distances(
        rows, codes: codes, centroids: centroids.span.elements, scale: frame.scale,
        into: &squared)
      for row in 0..<rows.rowCount {
        let limit = subspace.slack.squaredLimit(
          within: squared[row], norm: projection.norms[row])
        guard limit < .infinity else { continue }
        var sum = 0.0
        for column in 0..<subspace.width {
          let difference =
            Double(projection.rows[row, column]) - Double(projected.rows[code, column])
          sum += difference * difference
        }
        greatest = max(greatest, sum / limit)
      }
    }
    return greatest
  }
}
