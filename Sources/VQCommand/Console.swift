internal import Foundation

/// The destinations of a command's text: the standard streams, or a test's replacement.
package struct Console: Sendable {
  /// Takes results.
  let output: @Sendable (String) throws -> Void
  /// Takes error messages, notes and progress.
  let error: @Sendable (String) -> Void
  /// Whether ``error`` writes to a terminal, where a progress line can be redrawn in place.
  let errorIsTerminal: Bool
  /// The signals of the process, if the process belongs to the command.
  let signals: Signals?
  /// The prefix of error messages and notes: the program, and the command if it is known.
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
  /// Prints notes, one per line: warnings after which the command continues.
  func note(_ notes: [String]) {
    for note in notes { error("\(speaker): note: \(note)\n") }
  }

  /// The standard streams of this process.
  ///
  /// - Parameter arguments: The arguments of the command line.
  /// - Returns: The streams and the signals. From now on the command handles the signals.
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

  /// Writes a text to standard error.
  static func standardError(_ text: String) {
    // If this fails, there is no other place to report it.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  private static func isBrokenPipe(_ error: any Error) -> Bool {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
    return cause.domain == NSPOSIXErrorDomain && cause.code == Int(EPIPE)
  }
}
