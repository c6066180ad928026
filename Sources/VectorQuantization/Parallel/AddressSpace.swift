internal import CVQKernels

/// The limit on the process's addresses, which `ulimit -v` sets.
///
/// An allocation beyond it fails, and Swift then ends the process. So large allocations are compared with
/// the limit before.
package enum AddressSpace {
  /// Calls that allocate fewer bytes do not ask for the limit, which would take longer than a small call.
  static var smallNeed: Int { 1 << 20 }

  /// For what is small, and for threads that are not started yet.
  private static func reserve(workers: Int) -> Int { (4 << 20) + (workers - 1) * (8 << 20) }

  /// The bytes that the process may still map; `nil` if there is no limit.
  package static var left: Int? {
    let left = vqk_address_space_left()
    return left < 0 ? nil : Int(left)
  }

  /// Throws if a call takes more than the limit allows.
  ///
  /// - Parameters:
  ///   - needed: The bytes that the call allocates at most.
  ///   - workers: The maximum number of its threads.
  /// - Returns: The bytes that are left then; `nil` if there is no limit, or little is needed.
  /// - Throws: ``ClusteringError/outOfMemory(needed:available:)``.
  @discardableResult
  package static func check(_ needed: Int, workers: Int = 1) throws(ClusteringError) -> Int? {
    guard needed >= smallNeed, let left else { return nil }
    let all = needed + reserve(workers: workers)
    if all > left { throw .outOfMemory(needed: all, available: left) }
    return left - all
  }
}
