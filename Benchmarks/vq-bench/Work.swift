package import VectorQuantization

/// The kinds of work; each has a way of its own to be timed.
package enum Work: Sendable, Equatable {
  /// Iterations of a single run; the figure is the time of one.
  case iterate
  /// A whole fit from given centroids, of a fixed number of iterations; the figure is the time of
  /// the call, with all that it does once.
  case fit
  /// The choice of starting centroids.
  case seed(KMeans.Initialization)
  /// A whole fit of so many runs from drawn observations, each of a fixed number of iterations.
  case restarts(Int)
  /// A whole search by the rules of SciPy's `kmeans`: so many runs, each until it converges.
  case search(restarts: Int)
  /// The assignment of observations to a codebook.
  case assign
  /// A call on a problem so small that nothing but the call's own cost matters.
  case call(SmallCall)

  /// The word for it in lists and files.
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

  /// Whether centroids must be given.
  var needsCentroids: Bool {
    switch self {
    case .fit, .assign, .call: true
    case .iterate, .seed, .restarts, .search: false
    }
  }

  /// What the figure is the time of.
  var unit: String {
    switch self {
    case .iterate: "iteration"
    case .seed: "seeding"
    case .fit, .restarts, .search: "fit"
    case .assign, .call: "call"
    }
  }
}
