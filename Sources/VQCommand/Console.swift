internal import Foundation

/// Where a command's text goes: the standard streams, or what a test puts in their place.
package struct Console: Sendable {
  /// Takes results.
  let output: @Sendable (String) throws -> Void
  /// Takes complaints, notes and progress.
  let error: @Sendable (String) -> Void
  /// Whether somebody watches what ``error`` takes, so that a line may be drawn again in place.
  let errorIsTerminal: Bool
  /// Whether the process is the command's own, so that signals are its business.
  let ownsProcess: Bool

  package init(
    output: @escaping @Sendable (String) throws -> Void,
    error: @escaping @Sendable (String) -> Void,
    errorIsTerminal: Bool = false, ownsProcess: Bool = false
  ) {
    self.output = output
    self.error = error
    self.errorIsTerminal = errorIsTerminal
    self.ownsProcess = ownsProcess
  }
}

extension Console {
  /// The standard streams of this process.
  static var standard: Console {
    Console(
      output: { text in
        do {
          try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
          throw CommandError.unwritableOutput(isBrokenPipe: isBrokenPipe(error))
        }
      },
      error: { text in
        // A complaint that cannot be delivered has no other place to go.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
      },
      errorIsTerminal: isatty(STDERR_FILENO) == 1, ownsProcess: true
    )
  }

  private static func isBrokenPipe(_ error: any Error) -> Bool {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
    return cause.domain == NSPOSIXErrorDomain && cause.code == Int(EPIPE)
  }
}
