import Testing
import VQTestSupport
import VectorQuantization

/// Compares all algorithms that accept some observations with Lloyd's, which is fitted once.
struct Agreement {
  /// The shape of the observations.
  let rowCount: Int
  let columnCount: Int
  /// Whether sums are exact in any order, so that all algorithms agree on them.
  var sumsAreExact = false
  /// The kernel sets to try; `nil` means the preferred one.
  var kernels: [KernelSet?] = [nil]
  /// The numbers of workers to try; Lloyd's then runs with one.
  ///
  /// If empty, the options decide.
  var workers: [Int] = []

  init<Scalar: VectorScalar>(on observations: Matrix<Scalar>) {
    rowCount = observations.rowCount
    columnCount = observations.columnCount
  }

  /// Expects every algorithm to return the same result, or throw the same error, as Lloyd's.
  func expectLloyds<Scalar: VectorScalar>(
    _ options: KMeans, _ comment: String = "", sourceLocation: SourceLocation = #_sourceLocation,
    _ fit: (KMeans) throws -> Clustering<Scalar>
  ) {
    var reference = options
    reference.algorithm = .lloyd
    if !workers.isEmpty { reference.workers = 1 }
    let expected = outcome(of: reference, fit)
    for search in searches(options) where search != reference {
      let found = outcome(of: search, fit)
      // With another order of summation, zeros may have another sign.
      let areAlike =
        addsAsLloyd(search) ? areTheSame(found, expected) : found == expected
      #expect(areAlike, "\(comment) \(search)", sourceLocation: sourceLocation)
    }
  }

  /// The options with each algorithm, kernel set and number of workers.
  private func searches(_ options: KMeans) -> [KMeans] {
    let limits: [Int?] = workers.isEmpty ? [options.workers] : workers
    return KMeans.Algorithm.cases(columns: columnCount).flatMap { algorithm in
      kernels.flatMap { kernels in
        limits.map { workers in
          var search = options
          search.algorithm = algorithm
          search.kernels = kernels ?? options.kernels
          search.workers = workers
          return search
        }
      }
    }
    .filter { sumsAreExact || addsAsLloyd($0) }
  }

  private func addsAsLloyd(_ search: KMeans) -> Bool {
    search.chosenAlgorithm(rowCount: rowCount, featureCount: columnCount).sumsAreLloyds
  }
}

/// The result or the error of a fit.
private func outcome<Scalar: VectorScalar>(
  of search: KMeans, _ fit: (KMeans) throws -> Clustering<Scalar>
) -> Result<Clustering<Scalar>, ClusteringError> {
  do {
    return .success(try fit(search))
  } catch let error as ClusteringError {
    return .failure(error)
  } catch {
    preconditionFailure("a fit throws nothing else")
  }
}

/// Returns whether two outcomes are equal, including the signs of zeros.
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
