/// Merges the partial results of chunks pairwise, in the order of their numbers.
///
/// The order is an aligned binary tree: neighbours at even and odd numbers merge, then pairs of
/// pairs; a record without a partner waits. The tree depends on the number of chunks alone, so a
/// sum has the same bits for any number of threads.
package enum Reducer {
  /// Adds up `chunkCount` records of `width` numbers that begin at `start`.
  ///
  /// The sum replaces the first record.
  ///
  /// - Complexity: O(`chunkCount` · `width`).
  package static func merge<Number: Numeric & BitwiseCopyable>(
    _ numbers: inout [Number], from start: Int = 0, chunkCount: Int, width: Int
  ) {
    var records = numbers.mutableSpan
    forEachPair(chunkCount) { left, right in
      let (to, from) = (start + left * width, start + right * width)
      for index in 0..<width { records[to + index] += records[from + index] }
    }
  }

  /// Calls `body` with the numbers of each pair of records to merge, in the order of the tree.
  package static func forEachPair(_ count: Int, _ body: (Int, Int) -> Void) {
    var distance = 1
    while distance < count {
      for left in stride(from: 0, to: count - distance, by: 2 * distance) {
        body(left, left + distance)
      }
      distance *= 2
    }
  }
}
