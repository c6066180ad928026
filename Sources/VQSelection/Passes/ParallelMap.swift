internal import Synchronization
internal import VectorQuantization

/// Returns the results of `body` for the numbers from 0 to `count` - 1, in order, on up to
/// `workers` threads.
func parallelMap<Result: Sendable>(
  _ count: Int, workers: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  let results = Mutex([Result?](repeating: nil, count: count))
  parallelFor(count, workers: workers) { _, queue in
    while let item = queue.take() {
      let result = body(item)
      results.withLock { $0[item] = result }
    }
  }
  return results.withLock { $0 }.compactMap(\.self)
}

extension Workers {
  /// The number of multiply-adds that a kernel does in the time of one in a plain loop.
  private static let kernelSpeedup = 8.0

  /// Returns the number of threads for `work` multiply-adds in plain loops, at most `limit`.
  static func count(forScalarWork work: Double, limit: Int?) -> Int {
    count(for: kernelSpeedup * work, limit: limit)
  }
}
