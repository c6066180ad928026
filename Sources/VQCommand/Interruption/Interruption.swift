internal import Foundation
internal import Synchronization
internal import VectorQuantization

/// What may end a search early: Ctrl-C, a request to terminate, or a limit on its time.
///
/// Its flag is raised; what was found by then is written as ever. A second Ctrl-C ends the process at
/// once, as if nobody listened.
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
  // Filled while nobody else has this, and emptied by the one who made it.
  @safe nonisolated(unsafe) private var sources: [any DispatchSourceProtocol] = []

  private static let signals = [SIGINT, SIGTERM]

  /// Begins to listen.
  ///
  /// - Parameters:
  ///   - console: Tells whether this process is the command's own, whose signals are its business.
  ///   - limit: How long from now until the search is to end, if it is limited.
  init(on console: Console, after limit: Duration?) {
    if console.ownsProcess {
      for number in Self.signals { listen(to: number) }
    }
    if let limit { end(after: limit) }
  }

  /// Why the search was asked to end, if it was.
  var reason: Reason? { firstReason.withLock { $0 } }

  /// Listens no more.
  func finish() {
    for source in sources { source.cancel() }
    sources.removeAll()
  }

  private func listen(to number: Int32) {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      signal(number, SIG_DFL)
      self.raise(for: .interrupted)
    }
    source.setCancelHandler { signal(number, SIG_DFL) }
    source.resume()
    sources.append(source)
  }

  private func end(after limit: Duration) {
    let source = DispatchSource.makeTimerSource(queue: .global())
    source.schedule(deadline: .now() + limit.inSeconds)
    source.setEventHandler { self.raise(for: .timeLimit) }
    source.resume()
    sources.append(source)
  }

  private func raise(for reason: Reason) {
    firstReason.withLock { $0 = $0 ?? reason }
    stop.raise()
  }
}
