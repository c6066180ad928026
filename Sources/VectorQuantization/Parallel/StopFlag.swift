internal import CVQKernels
internal import Synchronization

/// A request to end early.
///
/// Any thread may make it at any time.
///
/// Work polls the flag at every tile. A stopped fit returns the best clustering it has found. Use
/// one flag for one fit.
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

  /// Creates a flag that polls a word: 1 raises the flag, and any other number except 0 abandons
  /// the work.
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
    // A raised flag stays raised, whatever the word becomes later: interrupted work is incomplete.
    switch watched?() ?? 0 {
    case 0: break
    case 1: raise()
    default: abandon()
    }
    let request = request.load(ordering: .relaxed)
    return request == Request.end.rawValue || request == Request.abandon.rawValue
  }

  /// Asks all work that polls the flag to end, and to return what it has found by then.
  public func raise() {
    _ = request.compareExchange(
      expected: Request.none.rawValue, desired: Request.end.rawValue, ordering: .relaxed)
  }

  /// Ignores later stop requests, except `abandon()`: the final assignment must run.
  func seal() { request.max(Request.sealed.rawValue, ordering: .relaxed) }

  /// Whether the caller needs no result.
  var isAbandoned: Bool { request.load(ordering: .relaxed) == Request.abandon.rawValue }

  /// Asks all work to end without a result.
  package func abandon() { request.store(Request.abandon.rawValue, ordering: .relaxed) }
}

/// A word in the caller's memory, which any thread or signal handler may set. [unsafe 3 of 3]
@safe package struct WatchedWord: @unchecked Sendable {
  // The creator of this value keeps the word alive for as long. The word is only read atomically.
  private let address: UnsafePointer<Int32>

  /// Watches a word, which must stay at its address for as long as the value is used.
  @unsafe package init(at address: UnsafePointer<Int32>) {
    unsafe self.address = unsafe address
  }

  /// 0; 1 to request an end with a result; any other number to request an end without one.
  var value: Int32 { unsafe vqk_load_word(address) }
}
