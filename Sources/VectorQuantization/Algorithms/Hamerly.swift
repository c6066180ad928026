/// Prunes with two bounds per observation, and searches the neighbours of its centroid.
///
/// G. Hamerly, "Making k-means even faster", SDM 2010; J. Newling and F. Fleuret, "Fast k-means
/// with accurate bounds", ICML 2016. Invariant between passes: an observation's upper bound is at
/// least the distance to the centroid of its code. Its lower bound is at most the distance to any
/// other centroid.
struct Hamerly<Scalar: VectorScalar>: ~Copyable, Assigner {
  private var search: BoundsPruning<Scalar>

  static var traits: AlgorithmTraits { AlgorithmTraits(keepsBounds: true, rowBytes: 8) }
  var sharesPasses: Bool { false }

  init?(
    _ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>, _ options: KMeans
  ) {
    search = BoundsPruning(
      input.plan, execution.kernels, stages: .neighbours,
      screens: ScreenKeeper(input, kernels: execution.kernels, options, isAutomatic: false))
  }

  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    search.assign(pass, &wave, &codes)
  }

  mutating func forget() { search.forget() }
}
