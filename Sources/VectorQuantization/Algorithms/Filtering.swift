internal import Synchronization

/// A tree of boxes over observations in spatial order, so that one comparison can settle many rows.
///
/// T. Kanungo et al., "An efficient k-means clustering algorithm", IEEE PAMI 24, 2002. Invariant
/// between passes: each node of the tree stores the code that all of its observations have, if they
/// share one. See `FilteredObservations`.
struct Filtering<Scalar: VectorScalar>: ~Copyable, Assigner {
  private var filtered: FilteredObservations<Scalar>

  static var traits: AlgorithmTraits {
    AlgorithmTraits(mostFeatures: 16, copyCount: 2, rowBytes: 12)
  }
  var sharesPasses: Bool { false }

  init?(
    _ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>, _ options: KMeans
  ) {
    filtered = FilteredObservations(input, execution)
    if execution.isStopped { return nil }
  }

  mutating func adopt(_ known: borrowing Codes, _ execution: Execution<Scalar>) {
    filtered.adopt(known.all, workers: execution.workers)
  }

  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    let slot = pass.slots[0]
    let distinct = wave.codebooks.distinctCodes(slot)
    let pairCount = filtered.assign(
      to: wave.codebooks.centroids(slot), distinct: distinct, pass.execution)
    if !pass.execution.isStopped {
      pass.run(by: GivenCodes(filtered.codes.span), &wave, &codes)
    }
    let k = Double(wave.codebooks.clusterCounts[slot])
    return [
      PassEffort(
        algorithm: .filtering, distanceCount: Double(pairCount),
        fullDistanceCount: Double(wave.plan.rowCount) * k)
    ]
  }
}
