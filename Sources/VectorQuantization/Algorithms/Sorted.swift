/// Sorts one-dimensional observations once; binary search then finds where each cluster ends.
///
/// The order and its prefix sums are kept between passes, and are the same for all runs. See
/// `SortedObservations`. Iterations compute sums and statistics but no codes. A dense search
/// computes the final result.
struct Sorted<Scalar: VectorScalar>: ~Copyable, Assigner {
  private var dense = Lloyd<Scalar>()
  private let rows: SortedObservations<Scalar>

  static var traits: AlgorithmTraits {
    AlgorithmTraits(mostFeatures: 1, sumsAreLloyds: false, copyCount: 4, rowBytes: 2)
  }
  var sharesPasses: Bool { true }
  var usesCodes: Bool { false }

  init?(
    _ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>, _ options: KMeans
  ) {
    let workers = Workers.count(for: 64 * Double(input.plan.rowCount), limit: options.workers)
    rows = SortedObservations(
      input, Team(execution.kernels, workers: workers, stop: execution.stop))
    if execution.isStopped { return nil }
  }

  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    let iterating = pass.slots.filter { !pass.finalSlots.contains($0) }
    var final = copy pass
    final.slots = pass.finalSlots
    if !iterating.isEmpty {
      rows.run(wave, slots: iterating, pass)
      wave.update = .none
      final.sums = .none
    }
    let isSearched = !final.slots.isEmpty && !pass.execution.isStopped
    if isSearched { final.searchAll(&wave, &codes) }
    return pass.slots.map { slot in
      let pairs = Double(wave.plan.rowCount * wave.codebooks.clusterCounts[slot])
      return iterating.contains(slot)
        ? PassEffort(algorithm: .sorted, distanceCount: 0, fullDistanceCount: pairs)
        : PassEffort(algorithm: .lloyd, distanceCount: pairs, fullDistanceCount: pairs)
    }
  }
}
