/// Numbers in ascending order, optionally with weights.
struct WeightedNumbers<Scalar: VectorScalar>: ~Copyable, Sendable {
  private var numberMemory: TileMemory<Scalar>
  /// One weight per number, or empty.
  private var weightMemory: TileMemory<Double>

  /// Allocates memory filled with zeros.
  init(count: Int, isWeighted: Bool) {
    numberMemory = TileMemory(count: count)
    weightMemory = TileMemory(count: isWeighted ? count : 0)
  }

  var numbers: Span<Scalar> {
    @_lifetime(borrow self)
    get { numberMemory.span }
  }

  /// One weight per number, or empty.
  var weights: Span<Double> {
    @_lifetime(borrow self)
    get { weightMemory.span }
  }

  /// Copies one-dimensional observations and sorts them.
  ///
  /// Each worker sorts runs that fit in cache; then runs are merged pairwise. The runs depend only
  /// on the number of observations, and both steps are stable. So equal numbers keep their order,
  /// and the result has the same bits with any number of workers.
  ///
  /// - Complexity: O(*n* log *n*), with twice the memory while it sorts. Incomplete if the team is
  ///   stopped.
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

  /// The length of a run, of which two copies fit in the L2 cache, and of a merge piece.
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

  /// Copies some observations and their weights.
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

  /// Sorts a run.
  ///
  /// The same range of `other` serves as temporary memory.
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
