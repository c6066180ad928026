package import VectorQuantization

/// A named problem to time, as the documents refer to it.
package struct Scenario: Sendable {
  /// The type of the observations' features.
  package enum ScalarType: String, Codable, CaseIterable, Sendable {
    case f32, f64

    var byteCount: Int { self == .f32 ? 4 : 8 }
  }

  package let name: String
  package let n: Int
  package let d: Int
  package let k: Int
  package let scalar: ScalarType
  package var data = DataKind.mixture
  package var work = Work.iterate
  /// Whether a fit starts from observations drawn at random instead of k-means++.
  package var startsAtRandom = false
  /// The number of iterations.
  ///
  /// For ``Work/iterate`` it is the number of timed iterations after the first, for ``Work/fit``
  /// and ``Work/restarts(_:)`` the number in each run.
  package var iterations = 1
  package var algorithm = KMeans.Algorithm.automatic

  /// The part of the name before the dash, which selects related scenarios.
  package var group: Substring { name.prefix { $0 != "-" } }
}

extension Scenario {
  /// The scenarios that the names select, in the order of the table; all scenarios if there are no
  /// names.
  ///
  /// A name is that of a scenario, the part of it before the dash, or a kind of work.
  package static func selected(by names: [String]) throws(BenchError) -> [Scenario] {
    for name in names where !all.contains(where: { $0.answers(to: name) }) {
      let known = all.map(\.name).joined(separator: ", ")
      throw .usage("there is no scenario \(name); there are: \(known)")
    }
    if names.isEmpty { return all }
    return all.filter { scenario in names.contains { scenario.answers(to: $0) } }
  }

  private func answers(to word: String) -> Bool {
    word == name || word == group || word == work.name
  }
}
