import Testing
import VQTestSupport
import VectorQuantization

extension KMeans {
  /// The outcome of a fit by another algorithm.
  func outcome<Scalar: VectorScalar>(
    by algorithm: Algorithm, _ fit: (KMeans) throws -> Clustering<Scalar>
  ) -> Result<Clustering<Scalar>, ClusteringError> {
    var search = self
    search.algorithm = algorithm
    do {
      return .success(try fit(search))
    } catch let error as ClusteringError {
      return .failure(error)
    } catch {
      preconditionFailure("a fit throws nothing else")
    }
  }

  /// Expects every algorithm that leaves something out to do, bit for bit, as Lloyd's does.
  func expectLloyds<Scalar: VectorScalar>(
    columns: Int, _ comment: String = "", sourceLocation: SourceLocation = #_sourceLocation,
    _ fit: (KMeans) throws -> Clustering<Scalar>
  ) {
    let expected = outcome(by: .lloyd, fit)
    for algorithm in Algorithm.cases(columns: columns) {
      // Sums of sorted observations round otherwise.
      if algorithm == .lloyd || algorithm == .sorted { continue }
      // So do those of what is sorted by choice.
      if algorithm == .automatic && columns == 1 { continue }
      let found = outcome(by: algorithm, fit)
      #expect(
        areTheSame(found, expected), "\(algorithm), \(comment) \(self)",
        sourceLocation: sourceLocation)
    }
  }
}

/// Whether two fits ended alike, down to the sign of zeros.
func areTheSame<Scalar: VectorScalar>(
  _ left: Result<Clustering<Scalar>, ClusteringError>,
  _ right: Result<Clustering<Scalar>, ClusteringError>
) -> Bool {
  guard case .success(let one) = left, case .success(let other) = right else {
    return left == right
  }
  return one == other
    && zip(one.codebook.centroids.elements, other.codebook.centroids.elements)
      .allSatisfy { $0.sign == $1.sign }
}
