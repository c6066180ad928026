internal import Synchronization
internal import VectorQuantization

/// Stops a search early: after Ctrl-C, a request to terminate, or the time limit.
///
/// It raises the stop flag; the search then writes its results so far. A second Ctrl-C ends the
/// process at once: see ``Signals``.
final class Interruption: Sendable {
  /// The reason for a stop.
  enum Reason: String {
    case interrupted
    case timeLimit

    /// The reason in a report.
    var words: String {
      switch self {
      case .interrupted: "stopped on request"
      case .timeLimit: "stopped by the time limit"
      }
    }
  }

  let stop: StopFlag
  private let firstReason: FirstReason
  private let signals: Signals?

  /// Starts to listen for signals.
  ///
  /// - Parameters:
  ///   - console: Provides the signals, if the process belongs to the command.
  ///   - limit: The time from now until the search must stop; `nil` for no limit. The workers read
  ///     the clock whenever they poll the flag, because a timer thread might have to wait for the
  ///     workers.
  init(on console: Console, after limit: Duration?) {
    let firstReason = FirstReason()
    let deadline = limit.map { ContinuousClock.now + $0 }
    let stop = StopFlag(asking: {
      guard let deadline, ContinuousClock.now >= deadline else { return 0 }
      firstReason.note(.timeLimit)
      return 1
    })
    (self.stop, self.firstReason, signals) = (stop, firstReason, console.signals)
    signals?.listen {
      firstReason.note(.interrupted)
      stop.raise()
    }
  }

  /// The reason for the stop; `nil` if the search was not stopped.
  var reason: Reason? { firstReason.reason }

  /// Stops listening for signals.
  func finish() {
    signals?.finish()
  }

  /// Keeps the first reason.
  private final class FirstReason: Sendable {
    private let first = Mutex<Reason?>(nil)

    var reason: Reason? { first.withLock { $0 } }

    func note(_ reason: Reason) { first.withLock { $0 = $0 ?? reason } }
  }
}
