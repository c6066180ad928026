internal import Foundation

/// Passes signals from the handler, which may interrupt any code, to a thread that may run any
/// code.
///
/// Signals are caught only here. The handler writes to a pipe, which POSIX allows in a handler.
/// Each `unsafe` passes the system a pointer to a live value, with its true length, for one call.
enum SignalPipe {
  /// A signal, and for a memory fault the address that could not be read.
  struct Arrival {
    let number: Int32
    let address: UInt
  }

  /// The two ends of the pipe, created before the first signal is caught, so that the handler only
  /// reads them.
  fileprivate static let ends: (read: Int32, write: Int32)? = {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }()

  /// Catches signals from now on, except those that the process was started to ignore.
  ///
  /// Also unblocks them: a process that is started from a thread that blocks signals, such as a
  /// Dispatch thread, inherits the blocking, which is not intended.
  static func listen(to numbers: [Int32]) {
    guard ends != nil else { return }
    var caught = sigset_t()
    unsafe sigemptyset(&caught)
    for number in numbers {
      var (former, action) = (sigaction(), sigaction())
      guard unsafe sigaction(number, nil, &former) == 0, !ignores(former) else { continue }
      action.sa_flags = SA_SIGINFO | SA_RESTART
      setHandler(of: &action)
      _ = unsafe sigaction(number, &action, nil)
      unsafe sigaddset(&caught, number)
    }
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &caught, nil)
  }

  /// Waits for a signal; returns `nil` if there is no pipe.
  static func next() -> Arrival? {
    guard let ends else { return nil }
    var words: [UInt] = [0, 0]
    let size = words.count * MemoryLayout<UInt>.size
    while true {
      let count = unsafe words.withUnsafeMutableBytes { buffer in
        unsafe read(ends.read, buffer.baseAddress, buffer.count)
      }
      if count == size { return Arrival(number: Int32(words[0]), address: words[1]) }
      guard count < 0, errno == EINTR else { return nil }
    }
  }

  private static func ignores(_ action: sigaction) -> Bool {
    // The constants SIG_DFL and SIG_IGN are addresses that no function has.
    #if canImport(Darwin)
      let handler = unsafe action.__sigaction_u.__sa_handler
    #else
      let handler = unsafe action.__sigaction_handler.sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: UInt.self) == unsafeBitCast(SIG_IGN, to: UInt.self)
  }

  private static func setHandler(of action: inout sigaction) {
    #if canImport(Darwin)
      unsafe action.__sigaction_u.__sa_sigaction = pass
    #else
      unsafe action.__sigaction_handler.sa_sigaction = pass
    #endif
  }
}

/// The signal handler.
///
/// It calls only async-signal-safe functions (POSIX) and allocates nothing.
private func pass(
  _ number: Int32, _ info: UnsafeMutablePointer<siginfo_t>?, _ context: UnsafeMutableRawPointer?
) {
  guard let ends = SignalPipe.ends else { return }
  let former = errno
  // The system passes the details of the signal, which are valid during this call.
  var words = unsafe (UInt(number), number == SIGBUS ? address(info) : 0)
  _ = unsafe write(ends.write, &words, MemoryLayout.size(ofValue: words))
  errno = former
  // Returning would repeat the faulting read.
  while number == SIGBUS { pause() }
}

private func address(_ info: UnsafeMutablePointer<siginfo_t>?) -> UInt {
  guard let info = unsafe info else { return 0 }
  #if canImport(Darwin)
    return unsafe UInt(bitPattern: info.pointee.si_addr)
  #else
    return unsafe UInt(bitPattern: info.pointee._sifields._sigfault.si_addr)
  #endif
}
