/// Prunes with bounds and a screen: projections on a few directions rule out most centroids.
///
/// Invariant between passes: the bounds hold as in `Hamerly`. The screen relies on the fact that
/// projections are never farther apart than the rows, so it never rules out a centroid within the
/// search distance.
struct Screening<Scalar: VectorScalar>: ~Copyable, Assigner {
  private var search: BoundsPruning<Scalar>

  static var traits: AlgorithmTraits { AlgorithmTraits(keepsBounds: true, rowBytes: 8) }
  var sharesPasses: Bool { false }

  init?(
    _ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>, _ options: KMeans
  ) {
    search = BoundsPruning(
      input.plan, execution.kernels, stages: .screen,
      screens: ScreenKeeper(input, kernels: execution.kernels, options, isAutomatic: false))
  }

  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    search.assign(pass, &wave, &codes)
  }

  mutating func forget() { search.forget() }
}
