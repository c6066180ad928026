internal import Synchronization

/// Memory for the tiles that workers read, if observations are not in memory as scalars.
struct TileRoom<Scalar: VectorScalar>: ~Copyable {
  private let metric: KMeans.Metric
  private var scalars: TileMemory<Scalar>
  private var bytes: TileMemory<UInt8>

  /// Allocates memory for the workers, and for the thread that starts them.
  ///
  /// `workers` is evaluated only if memory is needed, because counting the processors takes longer
  /// than a small problem.
  init(
    for observations: borrowing Observations<Scalar>, metric: KMeans.Metric = .euclidean,
    workers: @autoclosure () -> Int
  ) {
    self.metric = metric
    if observations.isDirect && metric.rules.keepsRows {
      scalars = TileMemory(count: 0)
      bytes = TileMemory(count: 0)
      return
    }
    let (d, places) = (observations.columnCount, workers() + 1)
    let rows = TilePlan.mostTileRows(featureCount: d, scalarSize: MemoryLayout<Scalar>.size)
    scalars = TileMemory(count: places * rows * d)
    let byteCount = observations.reader.map { TileFetch.byteCount(of: rows, in: $0.layout) } ?? 0
    bytes = TileMemory(count: places * byteCount)
  }

  /// The observations, for as many workers as there is memory for.
  @_lifetime(&self, copy observations)
  mutating func tiles(
    of observations: Observations<Scalar>, kernels: Kernels<Scalar>, failure: ReadFailure? = nil
  ) -> ObservationTiles<Scalar> {
    ObservationTiles(
      observations, widening: kernels, metric: metric,
      in: ObservationTiles.Room(
        scalars: LentMemory(scalars.mutableSpan), bytes: LentMemory(bytes.mutableSpan)),
      failure: failure)
  }
}

/// Records the first row that a reader failed to read, and stops all workers.
final class ReadFailure: Sendable {
  private let first = Atomic(Int.max)
  private let stop: StopFlag

  init(stopping stop: StopFlag) {
    self.stop = stop
  }

  /// Records that a tile starting at `row` could not be read.
  func note(_ row: Int) {
    first.min(row, ordering: .relaxed)
    stop.abandon()
  }

  /// Throws if a row could not be read.
  ///
  /// Row numbers in the error start at `firstRow`.
  func check(firstRow: Int = 0) throws(ClusteringError) {
    let row = first.load(ordering: .relaxed)
    if row != .max { throw .unreadable(row: firstRow + row) }
  }
}
