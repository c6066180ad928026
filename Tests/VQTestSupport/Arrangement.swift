package import VectorQuantization

/// The kinds of made-up observations.
package enum Arrangement: String, CaseIterable, Sendable {
  /// Heaps that overlap here and there.
  case blobs
  /// Small integers, with many exact ties.
  case lattice
  /// Few different rows many times over.
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
