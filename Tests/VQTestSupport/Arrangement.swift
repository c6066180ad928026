package import VectorQuantization

/// The kinds of generated observations.
package enum Arrangement: String, CaseIterable, Sendable {
  /// Clusters that overlap in places.
  case blobs
  /// Small integers, with many exact ties.
  case lattice
  /// A few distinct rows, each repeated many times.
  case duplicates

  package func make<Scalar: VectorScalar>(
    _: Scalar.Type, _ shape: Shape, seed: UInt64
  ) -> Matrix<Scalar> {
    switch self {
    case .blobs: .blobs(shape, seed: seed)
    case .lattice: .lattice(shape, seed: seed)
    case .duplicates: .duplicates(shape, seed: seed)
    }
  }
}
