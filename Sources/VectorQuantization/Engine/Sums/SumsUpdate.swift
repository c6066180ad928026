/// What a pass does for the sums.
enum SumsUpdate: Sendable {
  /// Nothing: there is no next iteration.
  case none
  /// Adds up every observation.
  case whole
  /// Adds the observations whose codes changed to their new sums, and subtracts them from their old
  /// sums.
  ///
  /// Rounding errors of both accumulate, so the sums are recomputed from time to time.
  case moves

  /// The sums are recomputed after this many iterations of moves.
  private static let longestRun = 15

  /// Returns what the next pass of a run does.
  ///
  /// The run must keep its codes.
  ///
  /// A moved observation costs two additions and a look-up of its codes, so moves pay while they
  /// are few. The choice depends on the run's history alone, never on timing.
  static func next(
    after run: Run, movedCount: Int?, rowCount: Int, isWeighted: Bool
  ) -> SumsUpdate {
    // Weights would not cancel exactly, so an empty cluster could keep a weight.
    if isWeighted || run.iterationsOfMoves >= longestRun { return .whole }
    guard let movedCount else { return .whole }
    return movedCount <= rowCount / 4 ? .moves : .whole
  }
}
