package import VectorQuantization

/// The kinds of work, each with its own way of timing.
package enum Work: Sendable, Equatable {
  /// Iterations of a single run; the result is the time of one iteration.
  case iterate
  /// A whole fit from given centroids with a fixed number of iterations; the result is the time of
  /// the call, including all one-time costs.
  case fit
  /// The choice of initial centroids.
  case seed(KMeans.Initialization)
  /// A whole fit of several runs from drawn observations, each with a fixed number of iterations.
  case restarts(Int)
  /// A whole search by the rules of SciPy's `kmeans`: several runs, each until it converges.
  case search(restarts: Int)
  /// The assignment of observations to a codebook.
  case assign
  /// A call on a problem so small that only the cost of the call itself matters.
  case call(SmallCall)

  /// The name in lists and files.
  package var name: String {
    switch self {
    case .iterate: "iterate"
    case .fit: "fit"
    case .seed: "seed"
    case .restarts: "restarts"
    case .search: "search"
    case .assign: "assign"
    case .call: "call"
    }
  }

  /// Whether the work needs given centroids.
  var needsCentroids: Bool {
    switch self {
    case .fit, .assign, .call: true
    case .iterate, .seed, .restarts, .search: false
    }
  }

  /// The unit of the measured time.
  var unit: String {
    switch self {
    case .iterate: "iteration"
    case .seed: "seeding"
    case .fit, .restarts, .search: "fit"
    case .assign, .call: "call"
    }
  }
}
