/// One piece of the merge of two neighbouring sorted runs, computed without the pieces before it.
///
/// A binary search finds where the piece begins in each run ("merge path": S. Odeh, O. Green, Z.
/// Mwassi, O. Shmueli and Y. Birk, "Merge path: parallel merging made simple", IPDPSW 2012). So
/// even the last merge, of two halves, keeps all workers busy.
struct Merge<Scalar: VectorScalar>: ~Escapable {
  private let numbers: Span<Scalar>
  private let weights: Span<Double>
  private let left: Range<Int>
  private let right: Range<Int>

  /// Creates the merge of the runs `left` and `right`.
  ///
  /// On a tie, the left element comes first.
  @_lifetime(copy numbers, copy weights)
  init(
    of left: Range<Int>, and right: Range<Int>, numbers: Span<Scalar>, weights: Span<Double>
  ) {
    self.numbers = numbers
    self.weights = weights
    self.left = left
    self.right = right
  }

  /// Returns how many of the first `count` elements of the merge come from the left.
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

  /// Writes the part `range` of the merge.
  func write(
    _ range: Range<Int>, to merged: inout MutableSpan<Scalar>,
    _ mergedWeights: inout MutableSpan<Double>
  ) {
    let share = share(ofFirst: range.lowerBound)
    var (i, j) = (left.lowerBound + share, right.lowerBound + range.lowerBound - share)
    let isWeighted = !weights.isEmpty
    var position = 0
    while position < range.count && i < left.upperBound && j < right.upperBound {
      // Selects without a branch: a branch here would be mispredicted often.
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
