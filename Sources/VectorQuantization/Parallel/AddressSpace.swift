internal import CVQKernels

/// The process's address space limit, which `ulimit -v` sets.
///
/// An allocation beyond the limit fails, and Swift then ends the process. So large allocations are
/// compared with the limit first.
package enum AddressSpace {
  /// Calls that allocate fewer bytes skip the check, because it takes longer than a small call.
  static var smallNeed: Int { 1 << 20 }

  /// For small allocations.
  private static var reserve: Int { 4 << 20 }

  /// Returns how many threads may run, so that the stacks of new threads take at most half of the
  /// remaining address space.
  ///
  /// Dispatch waits forever for a thread that cannot be started.
  static func affordable(threads: Int) -> Int {
    guard let left else { return threads }
    return min(threads, 1 + left / 2 / max(1, Int(vqk_stack_size())))
  }

  /// The number of bytes that the process may still map; `nil` if there is no limit.
  package static var left: Int? {
    let left = vqk_address_space_left()
    return left < 0 ? nil : Int(left)
  }

  /// Throws if a call needs more address space than the limit allows.
  ///
  /// - Parameters:
  ///   - needed: The maximum number of bytes that the call allocates.
  ///   - newThreads: The maximum number of threads that it starts.
  /// - Returns: The number of bytes left after that; `nil` if there is no limit, or if the call
  ///   needs little.
  /// - Throws: ``ClusteringError/outOfMemory(needed:available:)``.
  @discardableResult
  package static func check(
    _ needed: Int, newThreads: Int = 0
  ) throws(ClusteringError) -> Int? {
    guard needed >= smallNeed, let left else { return nil }
    let all = needed + reserve + newThreads * Int(vqk_stack_size())
    if all > left { throw .outOfMemory(needed: all, available: left) }
    return left - all
  }
}
