internal import Foundation

/// The memory map of this process, as the system reports it (proc(5)).
enum MemoryMap {
  /// Returns the file that is mapped at an address; `nil` if there is none or the map is not
  /// available.
  static func file(at address: UInt) -> String? {
    let map = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
    // 7f58dc840000-7f58dc841000 r--p 00000000 fe:00 1234    /path, possibly with spaces
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
