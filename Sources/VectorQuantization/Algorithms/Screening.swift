/// Bounds, and a look at a few directions that rules out most centroids.
///
/// What holds between passes are the bounds of `Hamerly`; what holds of a screen is that projections
/// are never farther apart than the rows, so that no centroid within a distance is passed over.
struct Screening<Scalar: VectorScalar>: ~Copyable, Assigner {
  private var search: BoundsPruning<Scalar>

  static var traits: AlgorithmTraits { AlgorithmTraits(keepsBounds: true, rowBytes: 8) }
  var sharesPasses: Bool { false }

  init?(
    _ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>, _ options: KMeans
  ) {
    search = BoundsPruning(
      input.plan, sieves: .screen,
      screens: ScreenKeeper(input, kernels: execution.kernels, options, isAutomatic: false))
  }

  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    search.assign(pass, &wave, &codes)
  }

  mutating func forget() { search.forget() }
}
