/// Codes, divided into ranges of whole panels.
struct CodeStretches: Sendable {
  let codes: Range<Int>
  private let length: Int

  init(codes: Range<Int>, featureCount: Int) {
    self.codes = codes
    let panel = PackedPanel.width
    length = max(1, 4096 / featureCount / panel) * panel
  }

  var count: Int { (codes.count + length - 1) / length }

  /// The codes of one range.
  subscript(item: Int) -> Range<Int> {
    (item * length)..<min((item + 1) * length, codes.upperBound)
  }

  /// Calls `body` with the worker, the number and the codes of each range, on up to `workers`
  /// threads.
  ///
  /// Ends early if `stop` is raised.
  func forEach(
    workers: Int, stop: StopFlag? = nil,
    _ body: @Sendable (_ worker: Int, _ item: Int, _ codes: Range<Int>) -> Void
  ) {
    parallelFor(count, workers: workers, stop: stop) { worker, queue in
      while let item = queue.take() { body(worker, item, self[item]) }
    }
  }
}
