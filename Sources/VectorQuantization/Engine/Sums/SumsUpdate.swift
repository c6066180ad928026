/// What a pass does for the sums by code.
enum SumsUpdate: Sendable {
  /// Nothing: there is no next iteration.
  case none
  /// Adds up every observation.
  case whole
  /// Adds the observations whose codes changed to their new sums, and takes them from their old.
  ///
  /// Sums then carry the rounding of what came and went, so now and then they are formed anew.
  case moves

  /// Sums are formed anew after this many iterations of moves.
  private static let longestRun = 15

  /// What the next pass of a run does, whose codes are kept.
  ///
  /// A moved observation costs two additions and a look at its codes; so moves pay while they are
  /// few. It follows from what the run did before, and so never from timing.
  static func next(
    after run: Run, movedCount: Int?, rowCount: Int, isWeighted: Bool
  ) -> SumsUpdate {
    // Weights would not cancel exactly, and an empty cluster could keep a weight.
    if isWeighted || run.iterationsOfMoves >= longestRun { return .whole }
    guard let movedCount else { return .whole }
    return movedCount <= rowCount / 4 ? .moves : .whole
  }
}
