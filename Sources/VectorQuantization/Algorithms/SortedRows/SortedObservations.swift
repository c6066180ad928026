internal import Synchronization

/// One-dimensional observations in ascending order, with prefix sums.
///
/// The sum of any range is the difference of two prefix sums. They are stored at intervals of a few
/// observations, and run in both directions from the *pivot*, the first observation that is not
/// less than the frame's origin: positive upwards, negative downwards. Each prefix sum then
/// contains only numbers on one side of the origin, none farther from it than the numbers at its
/// position. So the sum of a range on one side is at least 1/*n* of the prefix sum it is subtracted
/// from, and loses no more digits than that. With prefix sums from one end of the data to the
/// other, the sums of small numbers would vanish in those of large numbers.
struct SortedObservations<Scalar: VectorScalar>: ~Copyable, Sendable {
  let values: WeightedNumbers<Scalar>
  let frame: Frame<Scalar>
  private let pivot: Int
  private let running: TileMemory<PreciseSums>

  /// The number of observations per stored prefix sum.
  ///
  /// Each prefix sum takes 48 bytes.
  private static var blockLength: Int { 32 }

  /// Sorts the observations and computes the prefix sums.
  ///
  /// - Complexity: O(*n* log *n*), once. Incomplete if the team is stopped.
  init(_ input: borrowing FitInput<Scalar>, _ team: Team<Scalar>) {
    values = WeightedNumbers(
      sorting: input.observations, weights: input.weights, team)
    frame = input.frame
    let origin = frame.origin[0]
    let length = Self.blockLength
    pivot = values.firstIndex(notBelow: origin)
    let below = pivot / length
    let above = (input.plan.rowCount - pivot) / length
    running = TileMemory(repeating: PreciseSums(), count: below + 1 + above)
    addBlocks(below: below, above: above, team)
    addUpFromPivot(below: below, above: above)
  }

  private func addUpFromPivot(below: Int, above: Int) {
    var all = running.lent
    for entry in stride(from: below - 1, through: 0, by: -1) {
      var total = all[entry + 1]
      total.subtract(all[entry])
      all[entry] = total
    }
    for entry in (below + 1)..<(below + 1 + above) { all[entry].add(all[entry - 1]) }
  }

  /// Adds up each whole block below and above the pivot separately.
  private func addBlocks(below: Int, above: Int, _ team: Team<Scalar>) {
    let (length, chunk) = (Self.blockLength, 512)
    parallelFor((below + above + chunk - 1) / chunk, workers: team.workers, stop: team.stop) {
      _, queue in
      while let item = queue.take() {
        for block in (item * chunk)..<min((item + 1) * chunk, below + above) {
          let start = pivot + (block - below) * length
          let entry = block < below ? block : block + 1
          var own = running.lend(entry..<(entry + 1))
          own[0] = values.sums(
            start..<(start + length), origin: frame.origin[0], scale: frame.scale)
        }
      }
    }
  }

  /// Returns the sums from the pivot to `end`, negative if `end` is below the pivot.
  ///
  /// - Complexity: O(1).
  func prefixSums(upTo end: Int) -> PreciseSums {
    let length = Self.blockLength
    // Rounds towards 0, and so towards the pivot.
    let block = (end - pivot) / length
    let start = pivot + block * length
    var total = running.span[pivot / length + block]
    let (origin, scale) = (frame.origin[0], frame.scale)
    if start < end {
      total.add(values.sums(start..<end, origin: origin, scale: scale))
    } else if end < start {
      total.subtract(values.sums(end..<start, origin: origin, scale: scale))
    }
    return total
  }

  /// Returns the sums of a range, given the prefix sums at its ends.
  ///
  /// With weights, the sums of a range can be small compared with the sums between it and the
  /// pivot. If the difference would lose many digits, the range is added up one by one.
  func rangeSums(of range: Range<Int>, from lower: PreciseSums, to upper: PreciseSums)
    -> PreciseSums
  {
    var total = upper
    total.subtract(lower)
    if values.weights.isEmpty { return total }
    let straddles = range.lowerBound < pivot && pivot < range.upperBound
    let isSafe =
      isSafe(total.weight, lower.weight, upper.weight)
      && (straddles || isSafe(total.sum, lower.sum, upper.sum))
    return isSafe
      ? total : values.sums(range, origin: frame.origin[0], scale: frame.scale)
  }

  /// Returns whether a difference has lost at most 40 of about 106 bits of its operands.
  private func isSafe(
    _ difference: DoubleDouble, _ lower: DoubleDouble, _ upper: DoubleDouble
  ) -> Bool {
    abs(difference.high) >= 0x1p-40 * max(abs(lower.high), abs(upper.high))
  }
}

extension WeightedNumbers {
  /// Returns the index of the first number that is not less than `number`.
  fileprivate func firstIndex(notBelow number: Double) -> Int {
    numbers.firstIndex { Double($0) >= number }
  }
}

extension Span where Element: VectorScalar {
  /// Returns the first index from `start` whose number meets `condition`.
  ///
  /// All numbers after it must meet the condition too.
  ///
  /// - Complexity: O(log *n*).
  @inline(__always)
  func firstIndex(from start: Int = 0, where condition: (Element) -> Bool) -> Int {
    var (low, high) = (start, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
