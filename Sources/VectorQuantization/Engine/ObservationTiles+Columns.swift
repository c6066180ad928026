extension ObservationTiles {
  /// Calls `body` with ranges of columns, in parallel if rows need no widening.
  ///
  /// Use it for sums of each column over all rows. One worker adds a column's numbers in the order
  /// of the rows, so the sums have the same bits for any number of workers.
  ///
  /// - Parameters:
  ///   - team: Limits the number of workers.
  ///   - body: Reads the rows, using the worker number that it receives.
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
