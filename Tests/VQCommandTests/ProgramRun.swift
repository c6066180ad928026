import Foundation
import Testing

/// A run of the built program in its own process, which can be watched and get signals.
struct ProgramRun {
  let process = Process()
  private let output = Pipe()
  private let errors = Pipe()

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - arguments: The arguments after the program's name.
  ///   - script: A shell script that runs the program as `"$@"`; `nil` to run it directly.
  ///   - destination: The standard output of the program; by default ``Ended/output``.
  ///   - environment: Additional environment variables.
  init(
    _ arguments: [String], in script: String? = nil, output destination: FileHandle? = nil,
    environment: [String: String] = [:]
  ) {
    process.executableURL = URL(filePath: script == nil ? Program.url.path : "/bin/sh")
    process.arguments = (script.map { ["-c", $0, "sh", Program.url.path] } ?? []) + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let destination {
      process.standardOutput = destination
    } else {
      process.standardOutput = output
    }
    process.standardError = errors
  }

  /// The result of a run.
  struct Ended {
    let status: Int32
    let signal: Int32?
    let output: String
    let errors: String

    /// The lines on standard error.
    var complaints: [Substring] { errors.split(separator: "\n") }

    /// The report, if it is JSON.
    func report() throws -> [String: Any] {
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
    }
  }

  /// Runs to the end.
  func run() throws -> Ended {
    try process.run()
    return try finish()
  }

  /// Waits for the end of the process.
  func finish() throws -> Ended {
    // Reads standard error first: progress may fill its pipe, but a report never does.
    let complained = try errors.fileHandleForReading.readToEnd()
    let isPiped = process.standardOutput as? Pipe === output
    let printed = isPiped ? try output.fileHandleForReading.readToEnd() : nil
    process.waitUntilExit()
    let (status, isSignal) = (
      process.terminationStatus, process.terminationReason == .uncaughtSignal
    )
    return Ended(
      status: status, signal: isSignal ? status : nil,
      output: String(decoding: printed ?? Data(), as: UTF8.self),
      errors: String(decoding: complained ?? Data(), as: UTF8.self))
  }

  /// Starts the process, and waits until standard error contains a word, for example in progress.
  func start(until word: String) throws -> String {
    try process.run()
    var seen = ""
    while !seen.contains(word) {
      let more = errors.fileHandleForReading.availableData
      try #require(!more.isEmpty, "ended before \(word): \(seen)")
      seen += String(decoding: more, as: UTF8.self)
    }
    return seen
  }
}
