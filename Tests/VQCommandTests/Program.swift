import Foundation
<<<<<<< HEAD
import Testing

/// The built program, run as a process of its own.
struct Program {
  /// The program, which is built beside the tests.
  static var path: String {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "vq").path
  }

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
    process.executableURL = URL(filePath: script == nil ? Self.path : "/bin/sh")
    process.arguments = (script.map { ["-c", $0, "sh", Self.path] } ?? []) + arguments
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
    // Neither stream is ever fuller than a pipe, so one can wait for the other.
    let isPiped = process.standardOutput as? Pipe === output
    let printed = isPiped ? try output.fileHandleForReading.readToEnd() : nil
    let complained = try errors.fileHandleForReading.readToEnd()
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
=======

/// The built program, which lies beside the tests.
enum Program {
  static var url: URL { folder.appending(path: "vq") }

  private static var folder: URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  }

  /// Runs lines of a shell in a folder, with the program on its path, and stops at the first that fails.
  ///
  /// - Parameters:
  ///   - script: The lines.
  ///   - folder: The path of the folder.
  /// - Throws: An error if there is no such shell, or its output cannot be read.
  /// - Returns: The exit status, and all that was printed, complaints too, as a terminal shows it.
  static func shell(_ script: String, in folder: String) throws -> (status: Int32, output: String) {
    let process = Process()
    let output = Pipe()
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["bash", "-euo", "pipefail", "-c", script]
    process.environment = ["PATH": "\(Self.folder.path):\(path)", "LC_ALL": "C"]
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: printed, as: UTF8.self))
>>>>>>> 38bc21647605b81b74d4da9e0a5e12865e6ac678
  }
}
