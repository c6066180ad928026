import Foundation
import Testing

/// The built program as a process of its own, which can be watched and sent signals.
struct ProgramRun {
  let process = Process()
  private let output = Pipe()
  private let errors = Pipe()

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - arguments: The words after the program's name.
  ///   - script: What a shell does instead of `"$@"`, the whole command.
  ///   - destination: Where results go; by default ``Ended/output``.
  ///   - environment: Variables to be added.
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

  /// How a run ended.
  struct Ended {
    let status: Int32
    let signal: Int32?
    let output: String
    let errors: String

    /// What was complained of, line by line.
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

  /// Waits for the end of what was started.
  func finish() throws -> Ended {
    // Progress may fill a pipe; a report never does, so it can wait.
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

  /// Starts, and waits until it complains of something that has a word in it: progress, for instance.
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
