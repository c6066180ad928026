internal import CVQKernels
internal import Synchronization

/// Checks in debug builds that no element is lent to two workers in the same phase.
///
/// A phase is one call of `parallelFor`. Release builds keep no ledger.
struct LendingLedger: Sendable {
  #if DEBUG
    /// One phase in this many is checked, because loops run many times and tests must not take too
    /// long.
    private static let checkedPhases = 16

    private let loans = Loans()

    /// Records that a range was lent to the calling thread.
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
  /// The ranges that were lent to each thread in the current phase.
  ///
  /// Guarded by a spin lock: the thread sanitizer understands atomics, but not what a `Mutex` does.
  private final class Loans: @unchecked Sendable {
    private struct State {
      var phase = 0
      var ranges: [UInt: [Range<Int>]] = [:]
    }

    /// The number of recent ranges kept for each thread.
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
        // Recent ranges are enough: an error in the plan of a loop shows in any of them.
        if own.count == Self.mostRanges { own.removeFirst() }
        own.append(range)
      }
      state.ranges[thread] = own
    }
  }
#endif

/// The number of the current phase.
///
/// Debug builds use it to separate the loans of successive phases. Phases of other fits also
/// advance it; then some overlaps are missed, but none are reported wrongly.
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
