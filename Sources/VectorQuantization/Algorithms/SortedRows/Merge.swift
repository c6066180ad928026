/// A piece of the merger of two neighbouring sorted runs, found without merging what comes before it.
///
/// Where a piece begins in either run follows from its position in the whole by binary search ("merge
/// path": S. Odeh, O. Green, Z. Mwassi, O. Shmueli and Y. Birk, "Merge path: parallel merging made
/// simple", IPDPSW 2012). So the last merger, of two halves, still occupies every worker.
struct Merge<Scalar: VectorScalar>: ~Escapable {
  private let numbers: Span<Scalar>
  private let weights: Span<Double>
  private let left: Range<Int>
  private let right: Range<Int>

  /// The merger of the runs `left` and `right`; on a tie the left comes first.
  @_lifetime(copy numbers, copy weights)
  init(
    of left: Range<Int>, and right: Range<Int>, numbers: Span<Scalar>, weights: Span<Double>
  ) {
    self.numbers = numbers
    self.weights = weights
    self.left = left
    self.right = right
  }

  /// How many of the first `count` of the whole come from the left.
  private func share(ofFirst count: Int) -> Int {
    var low = max(0, count - right.count)
    var high = min(left.count, count)
    while low < high {
      let middle = (low + high) / 2
      let rival = numbers[right.lowerBound + count - middle - 1]
      if rival < numbers[left.lowerBound + middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Writes the part `range` of the whole.
  func write(
    _ range: Range<Int>, to merged: inout MutableSpan<Scalar>,
    _ mergedWeights: inout MutableSpan<Double>
  ) {
    let share = share(ofFirst: range.lowerBound)
    var (i, j) = (left.lowerBound + share, right.lowerBound + range.lowerBound - share)
    let isWeighted = !weights.isEmpty
    var position = 0
    while position < range.count && i < left.upperBound && j < right.upperBound {
      // Selected, not branched for: which run is next is hard to foretell.
      let (first, second) = (numbers[i], numbers[j])
      let takesSecond = second < first
      merged[position] = takesSecond ? second : first
      if isWeighted { mergedWeights[position] = weights[takesSecond ? j : i] }
      i &+= takesSecond ? 0 : 1
      j &+= takesSecond ? 1 : 0
      position &+= 1
    }
    var next = i < left.upperBound ? i : j
    while position < range.count {
      merged[position] = numbers[next]
      if isWeighted { mergedWeights[position] = weights[next] }
      next += 1
      position += 1
    }
  }
}
