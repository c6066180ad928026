/// Observations as passes read them: at most one tile of rows at a time, as scalars.
///
/// Rows that are not in memory as scalars are widened into the memory of the worker that reads
/// them. They stay there until the worker reads the next rows.
struct ObservationTiles<Scalar: VectorScalar>: ~Escapable, Sendable {
  /// Memory for the tiles: one place for the thread that starts the workers, then one for each
  /// worker.
  struct Room: ~Escapable, Sendable {
    /// Memory for scalars.
    let scalars: LentMemory<Scalar>
    /// Memory for the bytes of a tile, if there is a reader.
    let bytes: LentMemory<UInt8>

    @_lifetime(copy scalars, copy bytes)
    init(scalars: LentMemory<Scalar>, bytes: LentMemory<UInt8>) {
      self.scalars = scalars
      self.bytes = bytes
    }

    /// No memory, for observations that are in memory as scalars.
    @_lifetime(immortal)
    init() {
      self.init(scalars: LentMemory(), bytes: LentMemory())
    }
  }

  let rowCount: Int
  let columnCount: Int
  /// The maximum number of rows that may be read at once, which is one tile.
  ///
  /// Observations in memory as scalars have no such limit.
  let mostRows: Int
  /// Whether all observations are in memory as scalars.
  let isDirect: Bool
  private let source: Observations<Scalar>
  /// The kernels that widen rows; `nil` if rows need no widening.
  private let kernels: Kernels<Scalar>?
  private let metric: KMeans.Metric
  private let room: Room
  private let failure: ReadFailure?

  /// Creates tiles of observations that are in memory as scalars.
  @_lifetime(copy matrix)
  init(_ matrix: MatrixSpan<Scalar>) {
    self.init(Observations(matrix), widening: nil, metric: .euclidean, in: Room())
  }

  /// Creates tiles of observations in any form, with memory from ``TileRoom``.
  @_lifetime(copy source, copy room)
  init(
    _ source: Observations<Scalar>, widening kernels: Kernels<Scalar>?, metric: KMeans.Metric,
    in room: Room, failure: ReadFailure? = nil
  ) {
    self.source = source
    self.kernels = kernels
    self.room = room
    self.failure = failure
    rowCount = source.rowCount
    columnCount = source.columnCount
    self.metric = metric
    isDirect = source.isDirect && metric.rules.keepsRows
    mostRows = TilePlan.mostTileRows(
      featureCount: source.columnCount, scalarSize: MemoryLayout<Scalar>.size)
  }

  /// Whether rows come from a reader, for which random access is slow.
  var isRead: Bool { source.reader != nil }

  /// A range of rows as scalars.
  ///
  /// - Parameters:
  ///   - range: The rows: at most one tile, unless all rows are in memory as scalars.
  ///   - worker: The worker that reads, whose previous rows are overwritten; `nil` for the thread
  ///     that starts the workers, while no worker runs.
  /// - Returns: The rows, valid until the same worker reads again.
  @_lifetime(copy self)
  func rows(_ range: Range<Int>, by worker: Int?) -> MatrixSpan<Scalar> {
    isDirect ? source.matrix.rows(range) : widened(range, place: worker.map { $0 + 1 } ?? 0)
  }

  /// A tile, with the rows `next` to prefetch if they are in memory.
  @_lifetime(copy self)
  func tile(_ range: Range<Int>, before next: Range<Int>, by worker: Int) -> Tile<Scalar> {
    let rows = rows(range, by: worker)
    return isDirect
      ? Tile(rows, at: range, ahead: source.matrix.rows(next).elements) : Tile(rows, at: range)
  }

  /// Calls `body` with the number and the elements of each row of `range`, in order.
  ///
  /// Ends early if `stop` is raised.
  func forEachRow(
    _ range: Range<Int>, by worker: Int? = nil, stop: StopFlag? = nil,
    _ body: (Int, Span<Scalar>) -> Void
  ) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: mostRows) {
      if let stop, stop.isRaised { return }
      let rows = rows(start..<min(start + mostRows, range.upperBound), by: worker)
      for row in 0..<rows.rowCount { body(start + row, rows[row: row]) }
    }
  }

  /// Copies the rows with the given numbers.
  func copies(of numbers: [Int]) -> Matrix<Scalar> {
    Matrix(rows: numbers.count, columns: columnCount) { output in
      for number in numbers { append(number, to: &output) }
    }
  }

  /// Copies the rows with the given numbers.
  ///
  /// - Throws: ``ClusteringError/stopped`` if `stop` was raised.
  func copies(of numbers: [Int], stop: StopFlag?) throws(ClusteringError) -> Matrix<Scalar> {
    try Matrix(rows: numbers.count, columns: columnCount) {
      (output: inout OutputSpan<Scalar>) throws(ClusteringError) in
      for number in numbers {
        if let stop, stop.isRaised { throw .stopped }
        append(number, to: &output)
      }
    }
  }

  private func append(_ number: Int, to output: inout OutputSpan<Scalar>) {
    let row = rows(number..<(number + 1), by: nil)[row: 0]
    for column in row.indices { output.append(row[column]) }
  }

  /// Reads individual rows, one after the other: at most one tile of them.
  ///
  /// - Parameters:
  ///   - numbers: The row numbers, relative to `first`.
  ///   - first: The row that number 0 stands for.
  ///   - worker: The worker that reads.
  /// - Returns: The rows, valid until the worker reads again.
  @_lifetime(copy self)
  func gathered(_ numbers: Span<UInt32>, from first: Int, by worker: Int) -> MatrixSpan<Scalar> {
    precondition(numbers.count <= mostRows && !isDirect, "at most a tile is read at once")
    let start = (worker + 1) * mostRows * columnCount
    for position in numbers.indices {
      let row = first + Int(numbers[position])
      fetch(row..<(row + 1), to: start + position * columnCount, place: worker + 1)
    }
    let room = start..<(start + numbers.count * columnCount)
    return MatrixSpan(self.room.scalars.view(room), rows: numbers.count, columns: columnCount)
  }

  /// The first row and column whose element meets `condition`, in reading order.
  ///
  /// - Parameters:
  ///   - first: The row to begin with.
  ///   - stop: Ends the search when raised.
  ///   - condition: Returns true for the element to find.
  /// - Returns: `nil` if no element meets the condition, or the search was stopped.
  func firstPosition(
    from first: Int = 0, stop: StopFlag? = nil, where condition: (Scalar) -> Bool
  ) -> (row: Int, column: Int)? {
    for start in stride(from: first, to: rowCount, by: mostRows) {
      if let stop, stop.isRaised { return nil }
      let rows = rows(start..<min(start + mostRows, rowCount), by: nil)
      if let place = rows.firstPosition(where: condition) {
        return (start + place.row, place.column)
      }
    }
    return nil
  }

  @_lifetime(copy self)
  private func widened(_ range: Range<Int>, place: Int) -> MatrixSpan<Scalar> {
    precondition(range.count <= mostRows, "at most a tile is read at once")
    let start = place * mostRows * columnCount
    fetch(range, to: start, place: place)
    let room = start..<(start + range.count * columnCount)
    return MatrixSpan(self.room.scalars.view(room), rows: range.count, columns: columnCount)
  }

  /// Writes rows to the scalar memory, transformed as the metric requires.
  private func fetch(_ range: Range<Int>, to start: Int, place: Int) {
    var target = room.scalars.lend(start..<(start + range.count * columnCount))
    if let reader = source.reader {
      read(range, from: reader, place: place, into: &target)
    } else if source.isDirect {
      copy(source.matrix.rows(range), into: &target)
    } else {
      kernels?.widen(source.stored, rows: range, into: &target)
    }
    let rules = metric.rules
    if rules.keepsRows { return }
    for row in 0..<range.count {
      let first = start + row * columnCount
      var own = room.scalars.lend(first..<(first + columnCount))
      rules.transform(&own)
    }
  }

  private func copy(_ rows: MatrixSpan<Scalar>, into target: inout MutableSpan<Scalar>) {
    for row in 0..<rows.rowCount {
      let elements = rows[row: row]
      for column in elements.indices { target[row * columnCount + column] = elements[column] }
    }
  }

  private func read(
    _ range: Range<Int>, from reader: any RowReader, place: Int,
    into target: inout MutableSpan<Scalar>
  ) {
    let fetch = TileFetch(of: range, in: reader.layout)
    let start = place * TileFetch.byteCount(of: mostRows, in: reader.layout)
    for (offset, part) in fetch.parts {
      let room = (start + part.lowerBound)..<(start + part.upperBound)
      var bytes = self.room.bytes.lend(room)
      guard reader.read(from: offset, into: &bytes) else {
        failure?.note(range.lowerBound)
        target.update(repeating: 0)
        return
      }
    }
    let fetched = room.bytes.view(start..<(start + fetch.byteCount))
    kernels?.widen(
      StoredSpan(unsafe fetched.bytes, fetch.layout), rows: 0..<range.count, into: &target)
  }
}
