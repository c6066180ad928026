internal import Foundation

/// How much the memory of this process grew at most, where the system tells.
struct MemoryGauge {
  private let start: Int?

  /// Begins to measure.
  init() {
    // Makes the present memory the most there was (proc(5)).
    let reset = try? FileHandle(forWritingTo: URL(filePath: "/proc/self/clear_refs"))
    try? reset?.write(contentsOf: Data("5".utf8))
    try? reset?.close()
    start = Self.peak
  }

  /// The growth since, in bytes; 0 if it is not known.
  var growth: Int {
    guard let start, let end = Self.peak else { return 0 }
    return end - start
  }

  private static var peak: Int? {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
      .map { $0 * 1024 }
  }
}
