internal import CVQKernels

/// The kernels for one generation of instruction sets: `serial`, `haswell`, `alderlake`,
/// `skylake`, `icelake`, `neon` or `dotprod`.
///
/// All sets compute the same codes, distances and centroids, bit for bit. They differ only in
/// speed. By default, the fastest set that the processor supports is used. A caller or the
/// environment variable `VQ_KERNELS` can select another.
public struct KernelSet: Sendable, Hashable {
  /// The name of the set, as in `VQ_KERNELS`.
  public let name: String

  /// The position among the available sets, fastest first.
  let index: Int

  private init?(index: Int) {
    guard let table = unsafe vqk_available(index, MemoryLayout<Float>.size) else { return nil }
    self.name = unsafe String(cString: table.pointee.name)
    self.index = index
  }

  /// Creates the set with the given name.
  ///
  /// - Parameter name: The name of a set.
  /// - Throws: ``ClusteringError/kernelSetUnavailable(name:available:)`` if no set has this name,
  ///   or if this processor does not support it.
  public init(named name: String) throws(ClusteringError) {
    let available = Self.available
    guard let set = available.first(where: { $0.name == name }) else {
      throw .kernelSetUnavailable(name: name, available: available.map(\.name))
    }
    self = set
  }

  /// The sets that this processor supports, fastest first.
  ///
  /// `serial` is always the last.
  public static var available: [KernelSet] {
    Array(
      sequence(state: 0) { index in
        defer { index += 1 }
        return KernelSet(index: index)
      })
  }

  /// Returns the set that `VQ_KERNELS` names, or the fastest if the variable is not set.
  ///
  /// - Returns: The set to use if the caller selects none.
  /// - Throws: ``ClusteringError/kernelSetUnavailable(name:available:)`` if the variable names a
  ///   set that this processor does not support. An explicit choice is never replaced silently.
  public static func preferred() throws(ClusteringError) -> KernelSet {
    if let name = unsafe vqk_requested_name() {
      return try KernelSet(named: unsafe String(cString: name))
    }
    if let best = KernelSet(index: 0) { return best }
    return try KernelSet(named: "serial")
  }
}

extension KernelSet {
  /// Runs `rounds` rounds of multiply-adds on registers and returns the number of multiply-adds.
  ///
  /// For benchmarks: measures the maximum rate of any kernel.
  package func multiplyAdd<Scalar: VectorScalar>(rounds: Int, of type: Scalar.Type) -> Int {
    guard let table = unsafe vqk_available(index, MemoryLayout<Scalar>.size) else { return 0 }
    let result = unsafe table.pointee.multiply_add(rounds)
    let chains = unsafe table.pointee.multiply_add_chains
    return result.isNaN ? 0 : rounds * chains
  }
}
