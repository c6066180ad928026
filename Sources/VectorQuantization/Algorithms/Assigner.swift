/// Finds the nearest centroid of every observation, and keeps what speeds up the next pass.
///
/// One type for each case of ``KMeans/Algorithm``. Whatever an assigner keeps, codes are those of a
/// comparison with every centroid, so all of them give the same clustering.
protocol Assigner<Scalar>: ~Copyable {
  associatedtype Scalar: VectorScalar

  /// What it says of itself before it is made.
  static var traits: AlgorithmTraits { get }

  /// Whether several restarts may share one pass; otherwise each run goes alone and keeps its codes.
  var sharesPasses: Bool { get }

  /// Whether the codes of the last pass speed up the next, or are used by it.
  var usesCodes: Bool { get }

  /// Prepares; `nil` if the execution was stopped meanwhile.
  init?(_ input: borrowing FitInput<Scalar>, _ execution: Execution<Scalar>, _ options: KMeans)

  /// Assigns every observation for each run of the pass, and adds up what it asks for.
  ///
  /// - Parameters:
  ///   - pass: What is to be done.
  ///   - wave: The runs.
  ///   - codes: Those of the run, if there is one.
  /// - Returns: What was done, for each slot of the pass.
  mutating func assign(
    _ pass: Pass<Scalar>, _ wave: inout Wave<Scalar>, _ codes: inout Codes
  ) -> [PassEffort]

  /// Takes in that codes were found elsewhere.
  mutating func adopt(_ codes: borrowing Codes, _ execution: Execution<Scalar>)

  /// Forgets what it knows of the run so far: another begins.
  mutating func forget()
}

extension Assigner where Self: ~Copyable {
  static var traits: AlgorithmTraits { AlgorithmTraits() }
  var usesCodes: Bool { true }

  mutating func adopt(_ codes: borrowing Codes, _ execution: Execution<Scalar>) {}
  mutating func forget() {}
}
