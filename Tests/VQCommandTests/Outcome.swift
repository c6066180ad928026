import Foundation
import Synchronization
import VQCommand

/// The printed text and the exit status of a command.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String

  /// The report, if it is JSON.
  func report() throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
    return object as? [String: Any] ?? [:]
  }
}

/// Runs the command in this process.
func run(_ arguments: [String], onTerminal isTerminal: Bool = false) -> Outcome {
  let (output, errors) = (Sink(), Sink())
  let console = Console(
    output: output.append, error: errors.append, errorIsTerminal: isTerminal)
  let status = Command.run(arguments: arguments, console: console)
  return Outcome(status: status, output: output.text, errors: errors.text)
}

private final class Sink: Sendable {
  private let collected = Mutex("")

  var text: String { collected.withLock { $0 } }

  func append(_ text: String) { collected.withLock { $0 += text } }
}
