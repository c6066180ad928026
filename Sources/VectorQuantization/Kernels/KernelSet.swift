internal import CVQKernels

/// The kernels for one generation of instruction sets: `serial`, `haswell`, `skylake` or `neon`.
///
/// Every set gives the same codes, distances and centroids, bit for bit; they differ in speed. The
/// best that the processor runs is used unless a caller, or the environment variable `VQ_KERNELS`,
/// names another.
public struct KernelSet: Sendable, Hashable {
  /// The set's name, as `VQ_KERNELS` spells it.
  public let name: String

  /// The position among the available sets, best first.
  let index: Int

  private init?(index: Int) {
    guard let table = unsafe vqk_available(index, MemoryLayout<Float>.size) else { return nil }
    self.name = unsafe String(cString: table.pointee.name)
    self.index = index
  }

  /// The set of that name.
  ///
  /// - Parameter name: `serial`, `haswell`, `skylake` or `neon`.
  /// - Throws: ``ClusteringError/kernelSetUnavailable(name:available:)`` if there is no such set or
  ///   this processor cannot run it.
  public init(named name: String) throws(ClusteringError) {
    let available = Self.available
    guard let set = available.first(where: { $0.name == name }) else {
      throw .kernelSetUnavailable(name: name, available: available.map(\.name))
    }
    self = set
  }

  /// The sets this processor runs, best first; `serial` is always the last.
  public static var available: [KernelSet] {
    Array(
      sequence(state: 0) { index in
        defer { index += 1 }
        return KernelSet(index: index)
      })
  }

  /// The set that `VQ_KERNELS` names, or else the best.
  ///
  /// - Returns: The set used where a caller names none.
  /// - Throws: ``ClusteringError/kernelSetUnavailable(name:available:)`` if the variable names a set
  ///   that this processor cannot run: a forced choice is never silently replaced.
  public static func preferred() throws(ClusteringError) -> KernelSet {
    if let name = unsafe vqk_requested_name() {
      return try KernelSet(named: unsafe String(cString: name))
    }
    if let best = KernelSet(index: 0) { return best }
    return try KernelSet(named: "serial")
  }
}

extension KernelSet {
  /// Multiplies and adds from registers `rounds` times; returns how many multiply-adds that was.
  ///
  /// For benchmarks: the rate that no kernel can exceed.
  package func multiplyAdd<Scalar: VectorScalar>(rounds: Int, of type: Scalar.Type) -> Int {
    guard let table = unsafe vqk_available(index, MemoryLayout<Scalar>.size) else { return 0 }
    let result = unsafe table.pointee.multiply_add(rounds)
    let chains = unsafe table.pointee.multiply_add_chains
    return result.isNaN ? 0 : rounds * chains
  }
}
