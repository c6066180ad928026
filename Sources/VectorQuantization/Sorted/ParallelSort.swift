/// Numbers, each perhaps with a weight, and their order.
package struct WeightedNumbers<Scalar: VectorScalar>: Sendable {
  package private(set) var numbers: [Scalar]
  /// One a number, or none.
  package private(set) var weights: [Scalar]

  /// Allocates zeros.
  init(count: Int, isWeighted: Bool) {
    numbers = Array(repeating: 0, count: count)
    weights = Array(repeating: 0, count: isWeighted ? count : 0)
  }

  /// Copies numbers and sorts them, for tests.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init(
    sorting numbers: MatrixSpan<Scalar>, weights: Span<Scalar>?, workers: Int, stop: StopFlag?
  ) {
    self.init(
      sorting: ObservationTiles(numbers), weights: weights, workers: workers, stop: stop)
  }

  /// Copies observations of one feature, and sorts them.
  ///
  /// Runs that fit a cache are sorted each by one worker, then merged pairwise. The runs follow from
  /// the number of observations alone and both steps are stable, so equal numbers keep their order,
  /// and the result has the same bits on any number of workers.
  ///
  /// - Complexity: O(*n* log *n*), and as much memory again while it sorts. Incomplete if `stop` is
  ///   raised.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  init(
    sorting observations: ObservationTiles<Scalar>, weights: Span<Scalar>?, workers: Int,
    stop: StopFlag?
  ) {
    let (n, isWeighted) = (observations.rowCount, weights != nil)
    var sorted = WeightedNumbers(count: n, isWeighted: isWeighted)
    var other = WeightedNumbers(count: n, isWeighted: isWeighted)
    sorted.sortRuns(of: observations, weights, by: &other, workers: workers, stop: stop)
    var length = Self.runLength
    while length < n {
      sorted.mergeRuns(of: length, to: &other, workers: workers, stop: stop)
      swap(&sorted, &other)
      length *= 2
    }
    self = sorted
  }

  /// Numbers in a run, of which two copies fit a second-level cache; and in a piece of a merger.
  private static var runLength: Int { 1 << 16 }

  private mutating func sortRuns(
    of observations: ObservationTiles<Scalar>, _ allWeights: Span<Scalar>?, by other: inout Self,
    workers: Int, stop: StopFlag?
  ) {
    let n = observations.rowCount
    let (own, spare) = (loans(), other.loans())
    parallelFor((n + Self.runLength - 1) / Self.runLength, workers: workers, stop: stop) {
      worker, queue in
      var sort = RadixSort<Scalar>()
      while let run = queue.take() {
        let start = run * Self.runLength
        let range = start..<min(start + Self.runLength, n)
        var numbers = own.numbers(range)
        var weights = own.weights(range)
        var otherNumbers = spare.numbers(range)
        var otherWeights = spare.weights(range)
        observations.forEachRow(range, by: worker) { row, elements in
          numbers[row - start] = elements[0]
        }
        if let allWeights {
          for index in weights.indices { weights[index] = allWeights[start + index] }
        }
        sort.sort(&numbers, &weights, by: &otherNumbers, &otherWeights)
      }
    }
  }

  private func mergeRuns(
    of length: Int, to other: inout Self, workers: Int, stop: StopFlag?
  ) {
    let n = numbers.count
    let (numbers, weights) = (numbers.span, weights.span)
    let target = other.loans()
    parallelFor((n + Self.runLength - 1) / Self.runLength, workers: workers, stop: stop) {
      _, queue in
      while let piece = queue.take() {
        let range = (piece * Self.runLength)..<min((piece + 1) * Self.runLength, n)
        let start = range.lowerBound / (2 * length) * (2 * length)
        let (middle, end) = (min(start + length, n), min(start + 2 * length, n))
        var merged = target.numbers(range)
        var mergedWeights = target.weights(range)
        Merge(of: start..<middle, and: middle..<end, numbers: numbers, weights: weights)
          .write(
            (range.lowerBound - start)..<(range.upperBound - start), to: &merged, &mergedWeights)
      }
    }
  }

  @_lifetime(&self)
  private mutating func loans() -> WeightedNumbersLoans<Scalar> {
    WeightedNumbersLoans(
      numbers: DisjointTiles(numbers.mutableSpan), weights: DisjointTiles(weights.mutableSpan))
  }
}

/// The memory of numbers and weights, as workers share it.
private struct WeightedNumbersLoans<Scalar: VectorScalar>: ~Escapable, Sendable {
  private let allNumbers: DisjointTiles<Scalar>
  private let allWeights: DisjointTiles<Scalar>

  @_lifetime(copy numbers, copy weights)
  init(numbers: DisjointTiles<Scalar>, weights: DisjointTiles<Scalar>) {
    allNumbers = numbers
    allWeights = weights
  }

  @_lifetime(copy self)
  func numbers(_ range: Range<Int>) -> MutableSpan<Scalar> { allNumbers.lend(range) }

  @_lifetime(copy self)
  func weights(_ range: Range<Int>) -> MutableSpan<Scalar> {
    allWeights.lend(allWeights.isEmpty ? 0..<0 : range)
  }
}
