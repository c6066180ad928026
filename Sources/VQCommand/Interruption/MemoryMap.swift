internal import Foundation

/// What is mapped where in this process, by the system's own account (proc(5)).
enum MemoryMap {
  /// The file that is mapped at an address; `nil` if there is none, or the system does not tell.
  static func file(at address: UInt) -> String? {
    let map = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
    // 7f58dc840000-7f58dc841000 r--p 00000000 fe:00 1234    /path, with spaces possibly
    for line in map?.split(separator: "\n") ?? [] {
      let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
      let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard fields.count == 6, ends.count == 2, ends[0] <= address, address < ends[1] else {
        continue
      }
      let path = fields[5].trimmingCharacters(in: .whitespaces)
      return path.hasPrefix("/") ? path : nil
    }
    return nil
  }
}
