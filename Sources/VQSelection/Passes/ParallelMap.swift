internal import Synchronization
internal import VectorQuantization

/// What `body` makes of each number from 0 up to `count`, in their order, on up to `workers` threads.
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
  /// How many multiply-adds a kernel does while a plain loop does one.
  private static let kernelSpeedup = 8.0

  /// The threads for `work` multiply-adds in plain loops: at most `limit`.
  static func count(forScalarWork work: Double, limit: Int?) -> Int {
    count(for: kernelSpeedup * work, limit: limit)
  }
}
