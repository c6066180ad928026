internal import Synchronization
internal import VectorQuantization

/// What may end a search early: Ctrl-C, a request to terminate, or a limit on its time.
///
/// Its flag is raised; what was found by then is written as ever. A second Ctrl-C ends the process at
/// once: see ``Signals``.
final class Interruption: Sendable {
  /// Why a search was asked to end.
  enum Reason: String {
    case interrupted
    case timeLimit

    /// The reason as a report words it.
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

  /// Begins to listen.
  ///
  /// - Parameters:
  ///   - console: Has the signals of this process, if it is the command's own.
  ///   - limit: How long from now until the search is to end, if it is limited. The work itself looks
  ///     at the clock, whenever it polls the flag: a timer's thread might wait for the threads at work.
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

  /// Why the search was asked to end, if it was.
  var reason: Reason? { firstReason.reason }

  /// Listens no more.
  func finish() {
    signals?.finish()
  }

  /// Keeps the reason that came first.
  private final class FirstReason: Sendable {
    private let first = Mutex<Reason?>(nil)

    var reason: Reason? { first.withLock { $0 } }

    func note(_ reason: Reason) { first.withLock { $0 = $0 ?? reason } }
  }
}
