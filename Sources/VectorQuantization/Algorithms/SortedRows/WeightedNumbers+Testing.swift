/// Sorted numbers and their weights, for tests.
package struct SortedNumbersUnderTest<Scalar: VectorScalar>: Sendable {
  package let numbers: [Scalar]
  /// One weight per number, or empty.
  package let weights: [Double]

  /// Copies numbers and sorts them.
  package init(
    sorting numbers: MatrixSpan<Scalar>, weights: Span<Double>?, workers: Int, stop: StopFlag?
  ) {
    let sorted = WeightedNumbers(
      sorting: ObservationTiles(numbers), weights: weights,
      Team(Kernels(KernelSet.available[0]), workers: workers, stop: stop))
    self.numbers = Array(sorted.numbers)
    self.weights = Array(sorted.weights)
  }
}
