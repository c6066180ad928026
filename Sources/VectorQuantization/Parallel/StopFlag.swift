internal import CVQKernels
internal import Synchronization

/// A request to end early, that may be made on any thread at any time.
///
/// Work polls it at every tile. A stopped fit returns the best clustering it has found. One flag serves
/// one fit.
///
/// ```swift
/// let stop = StopFlag()
/// signalSource.setEventHandler { stop.raise() }
/// let best = try search.fit(observations, stop: stop)  // possibly .stoppedByCaller
/// ```
public final class StopFlag: Sendable {
  private let request = Atomic(Request.none.rawValue)
  private let watched: (@Sendable () -> Int32)?

  private enum Request: UInt8 {
    case none, end, sealed, abandon
  }

  /// Creates a flag that is not raised.
  public init() {
    watched = nil
  }

  /// Creates a flag that is raised as soon as it sees that a word is.
  package convenience init(watching word: WatchedWord) {
    self.init { word.value }
  }

  /// Creates a flag that calls a function whenever work polls it.
  ///
  /// - Parameter word: Returns 0; 1 to raise the flag; or any other number to abandon the work.
  package init(asking word: @escaping @Sendable () -> Int32) {
    watched = word
  }

  /// Whether a stop was requested and has not been honoured yet.
  public var isRaised: Bool {
    // Once raised it stays so, whatever the word becomes: work that was cut short is not whole.
    switch watched?() ?? 0 {
    case 0: break
    case 1: raise()
    default: abandon()
    }
    let request = request.load(ordering: .relaxed)
    return request == Request.end.rawValue || request == Request.abandon.rawValue
  }

  /// Asks everyone who polls the flag to end, with what there is by then.
  public func raise() {
    _ = request.compareExchange(
      expected: Request.none.rawValue, desired: Request.end.rawValue, ordering: .relaxed)
  }

  /// Ignores later stop requests, except `abandon()`: the final assignment must run.
  func seal() { request.max(Request.sealed.rawValue, ordering: .relaxed) }

  /// Whether the caller wants no result.
  var isAbandoned: Bool { request.load(ordering: .relaxed) == Request.abandon.rawValue }

  /// Asks everyone to end, with nothing.
  package func abandon() { request.store(Request.abandon.rawValue, ordering: .relaxed) }
}

/// A word of somebody else's memory, which any thread or signal handler may set. [unsafe 3 of 3]
@safe package struct WatchedWord: @unchecked Sendable {
  // Whoever made the value keeps the word for as long, and it is only ever read as an atomic.
  private let address: UnsafePointer<Int32>

  /// A word that stays where it is for as long as the value is used.
  @unsafe package init(at address: UnsafePointer<Int32>) {
    unsafe self.address = unsafe address
  }

  /// 0; 1 to ask for an end with what there is by then; or anything else to ask for one with nothing.
  var value: Int32 { unsafe vqk_load_word(address) }
}
