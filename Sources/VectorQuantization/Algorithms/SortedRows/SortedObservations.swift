internal import Synchronization

/// Observations of one feature in ascending order, with prefix sums, so that what any stretch of
/// them adds up to is the difference of two.
///
/// Prefix sums are kept for every few observations, and run both ways from the *pivot*, the first that is
/// not less than the frame's origin: up from there, and, negative, down. Each then holds only numbers
/// no farther from the origin than those where it stands, all on one side, so a stretch on either
/// side has at least 1/*n* of the sum that it is taken from, and loses no more digits than that. From
/// one end of the data to the other, the sums of small numbers would vanish in those of large ones.
struct SortedObservations<Scalar: VectorScalar>: ~Copyable, Sendable {
  let values: WeightedNumbers<Scalar>
  let frame: Frame<Scalar>
  private let pivot: Int
  private let running: TileMemory<PreciseSums>

  /// Observations for each entry of prefix sums, which takes 48 bytes.
  private static var blockLength: Int { 32 }

  /// Sorts and adds up.
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

  /// Adds up each block by itself, as many below the pivot and above it as are whole.
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

  /// What the observations from the pivot up to `end` add up to; below it, the negative.
  ///
  /// - Complexity: O(1).
  func prefixSums(upTo end: Int) -> PreciseSums {
    let length = Self.blockLength
    // Towards 0, and so towards the pivot.
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

  /// What a stretch adds up to, given the prefix sums at its ends.
  ///
  /// Weights can make a stretch light beside what lies between it and the pivot. Where the difference
  /// would have lost many digits, the stretch is added up one by one.
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

  /// Whether a difference has kept half of the digits of what it was taken from, or more.
  private func isSafe(
    _ difference: DoubleDouble, _ lower: DoubleDouble, _ upper: DoubleDouble
  ) -> Bool {
    abs(difference.high) >= 0x1p-40 * max(abs(lower.high), abs(upper.high))
  }
}

extension WeightedNumbers {
  /// Where the numbers begin that are not less than one.
  fileprivate func firstIndex(notBelow number: Double) -> Int {
    numbers.firstIndex { Double($0) >= number }
  }
}

extension Span where Element: VectorScalar {
  /// The first index from `start` whose number meets `condition`, as do all after it.
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
