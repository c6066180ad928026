internal import CVQKernels
internal import Synchronization

/// Checks in debug builds that no two workers of a phase are lent the same element.
///
/// A phase is one call of `parallelFor`. Release builds keep no ledger.
struct LendingLedger: Sendable {
  #if DEBUG
    /// One phase in so many is checked: loops run many times, and tests must end.
    private static let checkedPhases = 16

    private let loans = Loans()

    /// Takes in that the calling thread was lent a range.
    func note(_ range: Range<Int>) {
      if !range.isEmpty, ParallelPhase.current.isMultiple(of: Self.checkedPhases) {
        loans.note(range)
      }
    }
  #else
    /// Does nothing.
    @inline(__always)
    func note(_ range: Range<Int>) {}
  #endif
}

#if DEBUG
  /// What each thread was lent in the present phase.
  ///
  /// Guarded by a flag that threads wait for in a loop: the thread sanitizer sees atomics, but not what a
  /// `Mutex` does.
  private final class Loans: @unchecked Sendable {
    private struct State {
      var phase = 0
      var ranges: [UInt: [Range<Int>]] = [:]
    }

    /// Of each thread, so many of the last ranges are kept.
    private static let mostRanges = 16

    private let isBusy = Atomic(false)
    private var state = State()

    func note(_ range: Range<Int>) {
      while !isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
      {}
      defer { isBusy.store(false, ordering: .releasing) }
      let (phase, thread) = (ParallelPhase.current, UInt(vqk_thread_number()))
      if state.phase != phase { state = State(phase: phase) }
      for (other, ranges) in state.ranges where other != thread {
        precondition(
          !ranges.contains { $0.overlaps(range) }, "workers are lent ranges that do not overlap")
      }
      var own = state.ranges[thread] ?? []
      if let last = own.last, last.upperBound >= range.lowerBound,
        last.lowerBound <= range.lowerBound
      {
        own[own.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        // Some of the last ranges will do: a fault in the plan of a loop shows in any of them.
        if own.count == Self.mostRanges { own.removeFirst() }
        own.append(range)
      }
      state.ranges[thread] = own
    }
  }
#endif

/// The number of the present phase.
///
/// Debug builds tell loans of one phase from those of the next by it. Phases of other fits advance it
/// too; then fewer overlaps are found, and none wrongly.
enum ParallelPhase {
  #if DEBUG
    private static let number = Atomic(0)

    static var current: Int { number.load(ordering: .relaxed) }

    static func begin() { number.wrappingAdd(1, ordering: .relaxed) }
  #else
    @inline(__always)
    static func begin() {}
  #endif
}
