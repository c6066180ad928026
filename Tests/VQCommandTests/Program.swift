import Foundation

/// The built program, which is in the folder of the tests.
enum Program {
  static var url: URL { folder.appending(path: "vq") }

  private static var folder: URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  }

  /// Runs a shell script in a folder, with the program on its path, and stops at the first failure.
  ///
  /// - Parameters:
  ///   - script: The script.
  ///   - folder: The path of the folder.
  /// - Throws: An error if there is no shell, or its output cannot be read.
  /// - Returns: The exit status, and all output including standard error, as a terminal shows it.
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
  }
}
