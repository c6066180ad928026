internal import Foundation

/// Where a command's text goes: the standard streams, or what a test puts in their place.
package struct Console: Sendable {
  /// Takes results.
  let output: @Sendable (String) throws -> Void
  /// Takes complaints, notes and progress.
  let error: @Sendable (String) -> Void
  /// Whether somebody watches what ``error`` takes, so that a line may be drawn again in place.
  let errorIsTerminal: Bool
  /// The signals of the process, if it is the command's own.
  let signals: Signals?
  /// What complaints and notes begin with: the program, and the command if it is known.
  var speaker = Command.name

  package init(
    output: @escaping @Sendable (String) throws -> Void,
    error: @escaping @Sendable (String) -> Void,
    errorIsTerminal: Bool = false, signals: Signals? = nil
  ) {
    self.output = output
    self.error = error
    self.errorIsTerminal = errorIsTerminal
    self.signals = signals
  }
}

extension Console {
  /// Prints notes, one a line: what a user should know although the command goes on.
  func note(_ notes: [String]) {
    for note in notes { error("\(speaker): note: \(note)\n") }
  }

  /// The standard streams of this process.
  ///
  /// - Parameter arguments: The words of its command line.
  /// - Returns: The streams, and the signals, which are taken over.
  static func standard(arguments: [String]) -> Console {
    Console(
      output: { text in
        do {
          try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
          throw CommandError.unwritableOutput(isBrokenPipe: isBrokenPipe(error))
        }
      },
      error: { standardError($0) }, errorIsTerminal: isatty(STDERR_FILENO) == 1,
      signals: Signals(arguments: arguments)
    )
  }

  /// Prints a complaint.
  static func standardError(_ text: String) {
    // If it cannot be delivered, it has no other place to go.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  private static func isBrokenPipe(_ error: any Error) -> Bool {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
    return cause.domain == NSPOSIXErrorDomain && cause.code == Int(EPIPE)
  }
}
