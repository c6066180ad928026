internal import Foundation

/// Measures the maximum growth of this process's memory, if the system reports it.
struct MemoryGauge {
  private let start: Int?

  /// Starts the measurement.
  init() {
    // Resets the peak to the current memory (proc(5)).
    let reset = try? FileHandle(forWritingTo: URL(filePath: "/proc/self/clear_refs"))
    try? reset?.write(contentsOf: Data("5".utf8))
    try? reset?.close()
    start = Self.peak
  }

  /// The growth since the start, in bytes; 0 if it is unknown.
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
