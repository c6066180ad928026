internal import Foundation

/// Brings signals from wherever they arrive, in the midst of anything, to a thread that waits for
/// them and may do what it likes.
///
/// Only here are signals caught. The handler does what POSIX allows there and no more: it writes to a
/// pipe. Every `unsafe` lends the system a pointer to a live value for one call, with its true length.
enum SignalPipe {
  /// A signal, and of a fault the address that could not be read.
  struct Arrival {
    let number: Int32
    let address: UInt
  }

  /// The two ends; made before the first signal is caught, so that the handler only looks at it.
  fileprivate static let ends: (read: Int32, write: Int32)? = {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }()

  /// Catches signals from now on, except for those that the process was started not to hear.
  ///
  /// Who starts a process from a thread that blocks signals, as those of Dispatch do, does not mean to
  /// have them blocked there; so they are let through.
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

  /// Waits for a signal; `nil` if there is no pipe.
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
    // The constants are addresses that no function has.
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

/// The handler: calls only what POSIX lists as safe in one, and allocates nothing.
private func pass(
  _ number: Int32, _ info: UnsafeMutablePointer<siginfo_t>?, _ context: UnsafeMutableRawPointer?
) {
  guard let ends = SignalPipe.ends else { return }
  let former = errno
  // The system hands over what it knows of the signal, which lives as long as this call.
  var words = unsafe (UInt(number), number == SIGBUS ? address(info) : 0)
  _ = unsafe write(ends.write, &words, MemoryLayout.size(ofValue: words))
  errno = former
  // To go on would be to read the same address again.
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
