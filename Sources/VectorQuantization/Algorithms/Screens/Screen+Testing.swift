/// Some observations with their own screen, for tests.
package struct ScreenUnderTest<Scalar: VectorScalar>: Sendable {
  private let observations: Matrix<Scalar>
  private let frame: Frame<Scalar>
  private let kernels: Kernels<Scalar>
  private let workers: Int
  private let projection: Projection

  /// Projects observations.
  ///
  /// - Parameters:
  ///   - observations: The observations.
  ///   - directionCount: The number of directions to find; `nil` means all directions.
  ///   - set: The kernel set.
  ///   - workers: The maximum number of threads.
  package init(
    _ observations: Matrix<Scalar>, directionCount: Int?, kernels set: KernelSet, workers: Int
  ) {
    let (kernels, tiles) = (Kernels<Scalar>(set), ObservationTiles(observations.span))
    let moments = Moments(of: tiles, Team(kernels, workers: workers))
    let frame = Frame<Scalar>(center: moments.mean, extents: moments.maximum)
    let subspace =
      directionCount.map {
        Subspace(leading: $0, of: tiles, frame: frame, Team(kernels, workers: workers))
      } ?? Subspace(wholeOf: tiles, frame: frame)
    projection = Projection(
      of: tiles, on: subspace, frame: frame, Team(kernels, workers: workers))
    self.observations = observations
    self.frame = frame
    self.kernels = kernels
    self.workers = workers
  }

  /// The number of directions found.
  package var directionCount: Int { projection.subspace.directionCount }

  /// The directions found, one after the other.
  package var directions: [Double] {
    projection.subspace.basis.map { Directions($0).elements } ?? []
  }

  /// The slack relative to an observation's norm.
  package var relativeSlack: Double { projection.subspace.slack.relative }

  /// The observations' projections.
  package var projectedObservations: Matrix<Float> { projection.rows }

  /// Returns the centroids' projections.
  package func project(_ centroids: Matrix<Scalar>) -> Matrix<Float> {
    Projection(
      of: ObservationTiles(centroids.span), on: projection.subspace, frame: frame,
      Team(kernels, workers: workers)
    ).rows
  }

  /// Returns the squared distance in the frame of each observation to the centroid of its code.
  package func squaredDistances(to centroids: Matrix<Scalar>, codes: [Int32]) -> [Double] {
    let squared = TileMemory<Double>(count: observations.rowCount)
    let doubles = Matrix<Double>(centroids)
    let panels = CodebookPanels(doubles.span, frame: frame, kernels: kernels)
    kernels.distances(
      observations.span, codes: codes.span, to: panels.codebook(of: doubles.span), into: squared)
    return Array(squared.span)
  }

  /// Returns the squared limit in projected units for a centroid within `squared` of a row.
  package func squaredLimit(of row: Int, within squared: Double) -> Double {
    projection.subspace.slack.squaredLimit(within: squared, norm: projection.norms[row])
  }

  /// Finds the codes of the centroids that may lie within a squared distance of each observation.
  ///
  /// - Parameters:
  ///   - limits: The squared distance for each observation; `nil` leaves the observation out.
  ///   - centroids: The centroids.
  ///   - excluded: Codes that must not be found.
  /// - Returns: For each observation, the codes found.
  package func find(
    within limits: [Double?], among centroids: Matrix<Scalar>, excluding excluded: [Int]
  ) -> [[Int32]] {
    let (subspace, tileRows, n) = (projection.subspace, 96, observations.rowCount)
    var codebook = ProjectedCodebook(
      capacity: centroids.rowCount, subspace: subspace, kernels: Kernels(kernels.set))
    let doubles = Matrix<Double>(centroids)
    let panels = CodebookPanels(doubles.span, frame: frame, kernels: kernels)
    let plan = TilePlan(
      rowCount: n, featureCount: centroids.columnCount, clusterCount: centroids.rowCount,
      scalarSize: MemoryLayout<Scalar>.size)
    codebook.update(
      panels.codebook(of: doubles.span), excluding: excluded,
      Execution(Team(kernels, workers: workers), plan: plan))
    var search = ScreenSearch(
      kernels: Kernels(kernels.set), subspace: subspace, tileRows: tileRows,
      clusterCount: centroids.rowCount)
    var found = [[Int32]](repeating: [], count: n)
    for first in stride(from: 0, to: n, by: tileRows) {
      let rows = (first..<min(first + tileRows, n)).filter { limits[$0] != nil }
      var open = OpenRows(capacity: tileRows)
      for row in rows {
        open.numbers[open.count] = UInt32(row - first)
        open.squared[open.count] = limits[row] ?? 0
        open.count += 1
      }
      search.begin(open, from: first, in: projection)
      for batch in 0..<search.batchCount {
        let start = search.find(batch: batch, among: codebook.packed)
        for position in start..<min(start + ScreenSearch.batchRows, rows.count) {
          let pairs = search.starts[position - start]..<search.starts[position - start + 1]
          found[rows[position]] = Array(search.codes.extracting(pairs))
        }
      }
    }
    return found
  }
}
