import VectorQuantization

/// A scenario in the form that the peer harness reads.
package struct ScenarioEntry: Encodable {
  let name: String
  let n: Int
  let d: Int
  let k: Int
  let scalar: String
  let data: String
  let work: String
  let unit: String
  let iterations: Int
  /// The kind of start, unless it is the usual one for the work.
  var start: String?
  /// The number of restarts, if the work has restarts.
  var restarts: Int?
  /// The initialization, if the work is the choice of centroids.
  var initialization: String?
  /// The call, if the work is a small call.
  var call: String?

  package init(_ scenario: Scenario) {
    name = scenario.name
    (n, d, k) = (scenario.n, scenario.d, scenario.k)
    scalar = scenario.scalar.rawValue
    data = scenario.data.name
    work = scenario.work.name
    unit = scenario.work.unit
    iterations = scenario.iterations
    start = scenario.startsAtRandom ? "random" : nil
    switch scenario.work {
    case .restarts(let count), .search(let count): restarts = count
    case .seed(let rule): initialization = rule.rawValue
    case .call(let call): self.call = call.rawValue
    case .iterate, .fit, .assign: break
    }
  }
}
