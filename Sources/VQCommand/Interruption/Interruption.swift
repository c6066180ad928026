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

  /// Begins to listen.
  ///
  /// - Parameters:
  ///   - console: Has the signals of this process, if it is the command's own.
  ///   - limit: How long from now until the search is to end, if it is limited.
  init(on console: Console, after limit: Duration?) {
    signals = console.signals
    signals?.listen { self.raise(for: .interrupted) }
    if let limit {
      // Should time be up when all is over, nobody is left to hear of it.
      DispatchQueue.global().asyncAfter(deadline: .now() + limit.inSeconds) { [weak self] in
        self?.raise(for: .timeLimit)
      }
    }
  }

  /// Why the search was asked to end, if it was.
  var reason: Reason? { firstReason.withLock { $0 } }

  /// Listens no more.
  func finish() {
    signals?.finish()
  }

  private func raise(for reason: Reason) {
    firstReason.withLock { $0 = $0 ?? reason }
    stop.raise()
  }
}
