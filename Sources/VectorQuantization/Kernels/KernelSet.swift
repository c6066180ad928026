public struct KernelSet: Sendable, Hashable {
  public let name: String
  /// The sets this processor can run, best first.
  public static var available: [KernelSet] { [] }
  public init(named name: String) throws(ClusteringError) { fatalError("stub") }
  /// The set that `VQ_KERNELS` names, or else the best.
  public static func preferred() throws(ClusteringError) -> KernelSet { fatalError("stub") }
}
