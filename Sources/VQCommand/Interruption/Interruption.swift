internal import Foundation
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

  let stop = StopFlag()
  private let firstReason = Mutex<Reason?>(nil)
  private let signals: Signals?
  private let timer: (any DispatchSourceTimer)?

  /// Begins to listen.
  ///
  /// - Parameters:
  ///   - console: Has the signals of this process, if it is the command's own.
  ///   - limit: How long from now until the search is to end, if it is limited.
  init(on console: Console, after limit: Duration?) {
    signals = console.signals
    timer = limit.map { limit in
      let timer = DispatchSource.makeTimerSource(queue: .global())
      timer.schedule(deadline: .now() + limit.inSeconds)
      return timer
    }
    signals?.listen { self.raise(for: .interrupted) }
    timer?.setEventHandler { self.raise(for: .timeLimit) }
    timer?.resume()
  }

  /// Why the search was asked to end, if it was.
  var reason: Reason? { firstReason.withLock { $0 } }

  /// Listens no more.
  func finish() {
    signals?.finish()
    timer?.cancel()
  }

  private func raise(for reason: Reason) {
    firstReason.withLock { $0 = $0 ?? reason }
    stop.raise()
  }
}
