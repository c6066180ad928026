internal import CVQKernels

/// The limit on the process's addresses, which `ulimit -v` sets.
///
/// An allocation beyond it fails, and Swift then ends the process. So large allocations are compared with
/// the limit before.
package enum AddressSpace {
  /// Calls that allocate fewer bytes do not ask for the limit, which would take longer than a small call.
  static var smallNeed: Int { 1 << 20 }

  /// For what is small.
  private static var reserve: Int { 4 << 20 }

  /// How many of some threads may run, so that the stacks of new ones take half of what is left at most.
  ///
  /// Dispatch waits forever for a thread that cannot be started.
  static func affordable(threads: Int) -> Int {
    guard let left else { return threads }
    return min(threads, 1 + left / 2 / max(1, Int(vqk_stack_size())))
  }

  /// The bytes that the process may still map; `nil` if there is no limit.
  package static var left: Int? {
    let left = vqk_address_space_left()
    return left < 0 ? nil : Int(left)
  }

  /// Throws if a call takes more than the limit allows.
  ///
  /// - Parameters:
  ///   - needed: The bytes that the call allocates at most.
  ///   - newThreads: The maximum number of threads that it starts.
  /// - Returns: The bytes that are left then; `nil` if there is no limit, or little is needed.
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
