// cvq.h documents these functions.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CVQ
internal import VectorQuantization

@c @implementation
public func cvq_abi_version() -> UInt32 { UInt32(CVQ_ABI_VERSION) }

@c @implementation
public func cvq_get_configuration(
  _ configuration: UnsafeMutablePointer<cvq_configuration>?,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    guard let configuration = unsafe configuration else { throw .argument("configuration is NULL") }
    try unsafe checkSize(of: configuration, named: "the configuration")
    let preferred = Result { () throws(ClusteringError) in try KernelSet.preferred() }
    let kernels = try preferred.orFailure()
    var told = cvq_configuration()
    told.workers = Int64(Workers.usable)
    fill(&told.version, with: Release.version)
    fill(&told.kernels, with: kernels.name)
    fill(&told.available_kernels, with: KernelSet.available.map(\.name).joined(separator: " "))
    fill(
      &told.algorithms, with: KMeans.Algorithm.allCases.map(\.rawValue).joined(separator: " "))
    let size = unsafe configuration.pointee.size
    unsafe write(told, size: size, to: configuration)
  }
}

/// Writes text to an array of characters, and ends it with a NUL.
private func fill<Characters: BitwiseCopyable>(_ characters: inout Characters, with text: String) {
  unsafe withUnsafeMutableBytes(of: &characters) {
    unsafe $0.copyBytes(from: text.utf8.prefix($0.count - 1))
  }
}
