/// The runs of a wave, and how far they have come.
struct Runs<Scalar: VectorScalar>: ~Copyable {
  var wave: Wave<Scalar>
  var all: [Run] = []
  /// Those of the run, if there is one and its codes are kept.
  var codes = Codes()
  /// Whether codes are found in every iteration, if they are kept.
  let usesCodes: Bool

  /// The runs that are not at their end, by their place in `all`.
  var active: [Int] { all.indices.filter { all[$0].stage != .done } }

  /// Ends every run that is not at its end, at the centroids it has.
  mutating func stop() {
    for index in active { all[index].outcome = .stoppedByCaller }
  }
}

/// A run that ended, and its centroids.
struct RunResult<Scalar: VectorScalar> {
  let run: Run
  let codebook: Matrix<Scalar>
}

/// What runs start from: centroids that are chosen, or given for each.
struct Starts<Scalar: VectorScalar>: ~Escapable {
  let seeding: Seeding<Scalar>
  let given: [Matrix<Scalar>]
  let initialization: KMeans.Initialization
  let seed: UInt64

  @_lifetime(copy seeding)
  init(
    _ seeding: Seeding<Scalar>, given: [Matrix<Scalar>], initialization: KMeans.Initialization,
    seed: UInt64
  ) {
    self.seeding = seeding
    self.given = given
    self.initialization = initialization
    self.seed = seed
  }

  /// The start of a restart.
  func start(_ restart: Int) -> Start<Scalar> {
    if !given.isEmpty { return Start(centroids: given[restart]) }
    var generator = Xoshiro256(seed: seed, restart: restart)
    return seeding.start(by: initialization, using: &generator)
  }
}

extension UInt64 {
  /// A seed that nobody can foresee.
  static func drawnBySystem() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}
