/// Finds the nearest centroid of every observation, and keeps data that speeds up the next pass.
///
/// There is one type for each case of ``KMeans/Algorithm``. Whatever an assigner keeps, its codes
/// are the same as from a comparison with every centroid. So all assigners give the same
/// clustering.
protocol Assigner<Scalar>: ~Copyable {
  associatedtype Scalar: VectorScalar

  /// The properties of the type that are known before an instance exists.
  static var traits: AlgorithmTraits { get }

  /// Whether several restarts can share one pass. If not, each run has its own passes.
  var sharesPasses: Bool { get }

  /// Whether the next pass uses the codes of the last pass.
  var usesCodes: Bool { get }

  /// Prepares for a fit. Returns `nil` if the execution was stopped meanwhile.
  init?(_ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>, _ options: KMeans)

  /// Assigns every observation for each run of the pass, and adds up what the pass requests.
  ///
  /// - Parameters:
  ///   - pass: The work to do.
  ///   - wave: The runs.
  ///   - codes: The codes of the run, if it keeps any.
  /// - Returns: The effort for each slot of the pass.
  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort]

  /// Takes over codes that were found elsewhere.
  mutating func adopt(_ codes: borrowing Codes, _ execution: Execution<Scalar>)

  /// Discards what is known about the current run, because another run begins.
  mutating func forget()
}

extension Assigner where Self: ~Copyable {
  static var traits: AlgorithmTraits { AlgorithmTraits() }
  var usesCodes: Bool { true }

  mutating func adopt(_ codes: borrowing Codes, _ execution: Execution<Scalar>) {}
  mutating func forget() {}
}
