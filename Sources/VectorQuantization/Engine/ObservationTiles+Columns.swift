extension ObservationTiles {
  /// Calls `body` with stretches of columns, in parallel where rows need no widening.
  ///
  /// For sums of each column over all rows: whatever the number of workers, one worker adds a column's
  /// numbers in the order of rows, so the sums have the same bits.
  ///
  /// - Parameters:
  ///   - team: The maximum number of workers.
  ///   - body: Reads rows, by the number of the worker that is given.
  func forEachColumnStretch(
    _ team: Team<Scalar>, _ body: @Sendable (_ columns: Range<Int>, _ worker: Int) -> Void
  ) {
    let work = Double(rowCount) * Double(columnCount)
    let threads = isDirect ? Workers.count(for: work, limit: team.workers) : 1
    let line = 16
    let length = ((columnCount + threads - 1) / threads + line - 1) / line * line
    parallelFor((columnCount + length - 1) / length, workers: threads) { worker, queue in
      while let stretch = queue.take() {
        body((stretch * length)..<min((stretch + 1) * length, columnCount), worker)
      }
    }
  }
}
