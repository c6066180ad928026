import Testing
import VQTestSupport
import VectorQuantization

/// Small random problems of all kinds.
extension EquivalenceTests {
  @Test("algorithms agree on small random problems", arguments: 0..<24)
  func findsTheSameOfAnything(_ part: Int) {
    for number in 0..<10 {
      let seed = UInt64(part * 10 + number)
      if seed % 2 == 0 { check(Float.self, seed) } else { check(Double.self, seed) }
    }
  }

  private func check<Scalar: VectorScalar>(_: Scalar.Type, _ seed: UInt64) {
    var generator = TestGenerator(seed: 630 + seed)
    let problem = Problem<Scalar>(with: &generator)
    let observations = problem.observations
    Agreement(on: observations).expectLloyds(problem.search, "seed \(seed)") { search in
      switch (problem.start, problem.weights) {
      case (nil, nil): try search.fit(observations.span)
      case (nil, let weights?): try search.fit(observations.span, weights: weights)
      case (let start?, nil): try search.fit(observations.span, startingFrom: start)
      case (let start?, let weights?):
        try search.fit(observations.span, startingFrom: start, weights: weights)
      }
    }
  }
}

/// Some observations and the options of a fit.
private struct Problem<Scalar: VectorScalar> {
  var observations: Matrix<Scalar>
  var start: Matrix<Scalar>?
  var weights: [Double]?
  var search: KMeans

  init(with generator: inout TestGenerator) {
    func below(_ bound: Int) -> Int { generator.integer(below: bound) }
    let (n, d) = (1 + below(300), 1 + below(12))
    let k = min(n, 1 + below(40))
    let side = [2, 3, 7, 30][below(4)]
    let distinct = 1 + below(n)
    let kind = below(5)
    let unit = Scalar(sign: .plus, exponent: Scalar.Exponent(below(60) - 30), significand: 1)
    let elements = (0..<(n * d)).map { index -> Scalar in
      let fine: Scalar = generator.longSignificand()
      switch kind {
      // A lattice, a lattice far out, numbers with all digits, few features that matter, and blobs.
      case 0: return Scalar(generator.integer(below: side)) * unit
      case 1: return Scalar(generator.integer(below: side) + 100_000)
      case 2: return (fine - 1.5) * unit
      case 3: return index % d == 0 ? Scalar(100 * generator.integer(below: side)) : fine
      default: return Scalar(index / d % 16 * (index % d + 3) % 13) * 100 + fine
      }
    }
    observations = Matrix(elements, columns: d)
    if generator.integer(below: 3) == 0 {
      observations = observations.rows(
        at: (0..<n).map { _ in generator.integer(below: distinct) })
    }

    search = KMeans(clusterCount: k)
    search.seed = generator.next()
    search.restarts = generator.integer(below: 4) == 0 ? 3 : 1
    search.maximumIterations = 1 + generator.integer(below: 60)
    search.workers = [1, 2, 7][generator.integer(below: 3)]
    search.initialization = generator.pick(from: KMeans.Initialization.allCases)
    search.emptyClusters = generator.pick(from: KMeans.EmptyClusters.allCases)
    search.stopping = generator.pick(
      from: [.never, .centroidShift(atMost: 1e-6), .distortionChange(atMost: 1e-3)])
    search.kernels = generator.pick(from: KernelSet.available)
    search.preference = generator.integer(below: 2) == 0 ? .inertia : .distortion

    if generator.integer(below: 2) == 0 {
      // A row may be drawn more than once.
      let numbers = (0..<k).map { _ in generator.integer(below: n) }
      var drawn = observations.rows(at: numbers)
      if generator.integer(below: 2) == 0 {
        for code in 0..<k { drawn[code, 0] = drawn[code, 0].nextUp }
        drawn[0, 0] += 1
      }
      start = drawn
    }
    if generator.integer(below: 3) == 0 {
      weights = (0..<n).map { _ in Double(generator.integer(below: 4)) }
      weights?[0] = 1
    }
  }
}

extension TestGenerator {
  fileprivate mutating func pick<Choice>(from choices: [Choice]) -> Choice {
    choices[integer(below: choices.count)]
  }
}
