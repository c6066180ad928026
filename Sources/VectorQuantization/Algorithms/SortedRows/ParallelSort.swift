/// Numbers, each possibly with a weight, in ascending order.
struct WeightedNumbers<Scalar: VectorScalar>: ~Copyable, Sendable {
  private var numberMemory: TileMemory<Scalar>
  /// One a number, or none.
  private var weightMemory: TileMemory<Double>

  /// Allocates zeros.
  init(count: Int, isWeighted: Bool) {
    numberMemory = TileMemory(count: count)
    weightMemory = TileMemory(count: isWeighted ? count : 0)
  }

  var numbers: Span<Scalar> {
    @_lifetime(borrow self)
    get { numberMemory.span }
  }

  /// One a number, or none.
  var weights: Span<Double> {
    @_lifetime(borrow self)
    get { weightMemory.span }
  }

  /// Copies observations of one feature, and sorts them.
  ///
  /// Runs that fit a cache are sorted each by one worker, then merged pairwise. The runs follow from
  /// the number of observations alone and both steps are stable, so equal numbers keep their order,
  /// and the result has the same bits on any number of workers.
  ///
  /// - Complexity: O(*n* log *n*), and as much memory again while it sorts. Incomplete if the team
  ///   is stopped.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  init(
    sorting observations: ObservationTiles<Scalar>, weights: Span<Double>?, _ team: Team<Scalar>
  ) {
    let (n, isWeighted) = (observations.rowCount, weights != nil)
    var sorted = WeightedNumbers(count: n, isWeighted: isWeighted)
    var other = WeightedNumbers(count: n, isWeighted: isWeighted)
    sorted.sortRuns(of: observations, weights, by: other, team)
    var length = Self.runLength
    while length < n {
      sorted.mergeRuns(of: length, to: other, team)
      swap(&sorted, &other)
      length *= 2
    }
    self = sorted
  }

  /// Numbers in a run, of which two copies fit a second-level cache; and in a piece of a merger.
  private static var runLength: Int { 1 << 16 }

  private func sortRuns(
    of observations: ObservationTiles<Scalar>, _ weights: Span<Double>?,
    by other: borrowing WeightedNumbers, _ team: Team<Scalar>
  ) {
    let n = numberMemory.count
    parallelFor(
      (n + Self.runLength - 1) / Self.runLength, workers: team.workers, stop: team.stop
    ) {
      worker, queue in
      var sort = RadixSort<Scalar>()
      while let run = queue.take() {
        let start = run * Self.runLength
        let range = start..<min(start + Self.runLength, n)
        fill(range, from: observations, weights, by: worker)
        self.sort(range, with: &sort, by: other)
      }
    }
  }

  /// Copies some observations, and their weights.
  private func fill(
    _ range: Range<Int>, from observations: ObservationTiles<Scalar>, _ allWeights: Span<Double>?,
    by worker: Int
  ) {
    var numbers = numberMemory.lend(range)
    observations.forEachRow(range, by: worker) { row, elements in
      numbers[row - range.lowerBound] = elements[0]
    }
    if let allWeights {
      var weights = weightMemory.lend(range)
      for index in weights.indices { weights[index] = allWeights[range.lowerBound + index] }
    }
  }

  /// Sorts a run, with as much memory of another as it takes.
  private func sort(
    _ range: Range<Int>, with sort: inout RadixSort<Scalar>, by other: borrowing WeightedNumbers
  ) {
    let weightRange = weightMemory.isEmpty ? 0..<0 : range
    var numbers = numberMemory.lend(range)
    var weights = weightMemory.lend(weightRange)
    var otherNumbers = other.numberMemory.lend(range)
    var otherWeights = other.weightMemory.lend(weightRange)
    sort.sort(&numbers, &weights, by: &otherNumbers, &otherWeights)
  }

  private func mergeRuns(
    of length: Int, to other: borrowing WeightedNumbers, _ team: Team<Scalar>
  ) {
    let n = numberMemory.count
    parallelFor(
      (n + Self.runLength - 1) / Self.runLength, workers: team.workers, stop: team.stop
    ) {
      _, queue in
      while let piece = queue.take() {
        let range = (piece * Self.runLength)..<min((piece + 1) * Self.runLength, n)
        let start = range.lowerBound / (2 * length) * (2 * length)
        let (middle, end) = (min(start + length, n), min(start + 2 * length, n))
        var merged = other.numberMemory.lend(range)
        var mergedWeights = other.weightMemory.lend(weightMemory.isEmpty ? 0..<0 : range)
        Merge(of: start..<middle, and: middle..<end, numbers: numbers, weights: weights)
          .write(
            (range.lowerBound - start)..<(range.upperBound - start), to: &merged, &mergedWeights)
      }
    }
  }
}
