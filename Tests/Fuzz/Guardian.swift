internal import Foundation

/// Monitors a process that gives damaged files to a reader.
struct Guardian {
  let seed: UInt64
  let seconds: Int
  /// The folder where the input that caused a failure is kept.
  let keep: String

  /// The number of seconds that a process may exceed its time, for the last input.
  private static let patience = 60

  /// Runs the process; returns true if it succeeded.
  func watch(_ reader: FuzzedReader) throws -> Bool {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "vq-fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0])
    process.arguments = [
      reader.rawValue, "--seed", "\(seed)", "--seconds", "\(seconds)", "--within", folder.path,
    ]
    try process.run()
    let end = Date.now + Double(seconds + Self.patience)
    while process.isRunning, Date.now < end { Thread.sleep(forTimeInterval: 0.05) }
    let hangs = process.isRunning
    if hangs { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    if process.terminationReason == .exit, process.terminationStatus == 0 { return true }

    let how =
      switch process.terminationReason {
      case _ where hangs: "hangs"
      case .uncaughtSignal: "ends by signal \(process.terminationStatus)"
      default: "fails"
      }
    Fuzz.say("\(reader): \(how) with seed \(seed)\n")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names where name.hasPrefix("input.") {
      let kept = "\(keep)/vq-fuzz-\(seed)-\(reader.rawValue).\(name.dropFirst(6))"
      try? FileManager.default.removeItem(atPath: kept)
      try FileManager.default.copyItem(atPath: folder.appending(path: name).path, toPath: kept)
      Fuzz.say("\(reader): repeat with vq-fuzz \(reader.rawValue) --replay \(kept)\n")
    }
    return false
  }
}
