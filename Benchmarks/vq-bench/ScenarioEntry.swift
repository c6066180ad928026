import VectorQuantization

/// A scenario as the peer harness reads it.
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
  /// How many restarts, where there are some.
  var restarts: Int?
  /// How centroids are chosen, where that is the work.
  var initialization: String?
  /// Which call, where that is the work.
  var call: String?

  package init(_ scenario: Scenario) {
    name = scenario.name
    (n, d, k) = (scenario.n, scenario.d, scenario.k)
    scalar = scenario.scalar.rawValue
    data = scenario.data.name
    work = scenario.work.name
    unit = scenario.work.unit
    iterations = scenario.iterations
    switch scenario.work {
    case .restarts(let count), .search(let count): restarts = count
    case .seed(let rule): initialization = rule.rawValue
    case .call(let call): self.call = call.rawValue
    case .iterate, .fit, .assign: break
    }
  }
}
