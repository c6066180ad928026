import Synchronization
package import VectorQuantization

/// Counts how often work polls a stop flag, and raises the flag at one of these polls.
///
/// With one worker, the stop comes at the same point of the work on every machine.
package final class Polls: Sendable {
  private let counted = Atomic(0)
  private let last: Int

  /// Creates a counter.
  ///
  /// - Parameter last: The number of the poll that finds the flag raised, counted from 1; by
  ///   default no poll does.
  package init(raisingAt last: Int = .max) {
    self.last = last
  }

  /// The number of polls so far.
  package var count: Int { counted.load(ordering: .relaxed) }

  /// A flag whose polls are counted.
  package var flag: StopFlag {
    StopFlag(asking: {
      self.counted.wrappingAdd(1, ordering: .relaxed).newValue >= self.last ? 1 : 0
    })
  }
}
