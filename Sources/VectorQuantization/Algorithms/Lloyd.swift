/// Compares every observation with every centroid.
///
/// S. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28, 1982.
struct Lloyd<Scalar: VectorScalar>: Assigner, AssignmentStrategy {
  var continues: Bool { false }
  var divides: Bool { true }
  var sharesPasses: Bool { true }

  init() {}

  init?(
    _ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>, _ options: KMeans
  ) {}

  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort] {
    pass.searchAll(&wave, &codes)
    return efforts(of: pass, wave)
  }

  /// The effort of a pass for each of its slots.
  func efforts(
    of pass: Pass<Scalar>, _ wave: borrowing Wave<Scalar>
  ) -> [PassEffort] {
    pass.slots.map { slot in
      let pairs = Double(wave.plan.rowCount) * Double(wave.codebooks.clusterCounts[slot])
      return PassEffort(algorithm: .lloyd, distanceCount: pairs, fullDistanceCount: pairs)
    }
  }

  func assign(
    _ tile: Tile<Scalar>, to codebook: PackedCodebook<Scalar>,
    with workspace: inout Workspace<Scalar>
  ) -> Int? {
    workspace.search.findNearest(in: tile, among: codebook, codes: workspace.codes)
  }
}
