import VectorQuantization

/// A named problem to time: what a figure in the documents refers to.
struct Scenario: Sendable {
  /// The type of the observations' features.
  enum ScalarType: String, Codable, CaseIterable {
    case f32, f64

    var byteCount: Int { self == .f32 ? 4 : 8 }
  }

  /// Where the observations come from.
  enum DataKind: Sendable, Equatable {
    /// Generated: observations around √n centres.
    case mixture
    /// A file of that name, without extension, in the folder that `--data` names.
    case file(String)

    var name: String {
      switch self {
      case .mixture: "mixture"
      case .file(let name): name
      }
    }
  }

  let name: String
  let n: Int
  let d: Int
  let k: Int
  let scalar: ScalarType
  var data = DataKind.mixture
  var work = Work.iterate
  /// For ``Work/iterate`` the iterations timed beyond the first; for ``Work/restarts(_:)`` those of
  /// each run.
  var iterations = 1
  var algorithm = KMeans.Algorithm.automatic

  /// The part of the name before the dash: scenarios that belong together are selected by it.
  var group: Substring { name.prefix { $0 != "-" } }
}

/// The kinds of work; each has a way of its own to be timed.
enum Work: Sendable, Equatable {
  /// Iterations of a single run; the figure is the time of one.
  case iterate
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
  var name: String {
    switch self {
    case .iterate: "iterate"
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
    case .assign, .call: true
    case .iterate, .seed, .restarts, .search: false
    }
  }

  /// What the figure is the time of.
  var unit: String {
    switch self {
    case .iterate: "iteration"
    case .seed: "seeding"
    case .restarts, .search: "fit"
    case .assign, .call: "call"
    }
  }
}

extension Scenario {
  /// The scenarios of those names or groups, in the order of the table; all if there are no names.
  static func selected(by names: [String]) throws(BenchError) -> [Scenario] {
    for name in names where !all.contains(where: { $0.name == name || $0.group == name }) {
      let known = all.map(\.name).joined(separator: ", ")
      throw .usage("there is no scenario \(name); there are: \(known)")
    }
    if names.isEmpty { return all }
    return all.filter { names.contains($0.name) || names.contains(String($0.group)) }
  }
}
