internal import CVQKernels

/// The C kernels of one set for one scalar, with types. [unsafe 2 of 3]
///
/// Each method checks the sizes that its kernel relies on, once a tile; inside, a kernel reads and
/// writes exactly what `CVQKernels.h` says, so these checks are what makes the calls sound. Codes
/// are rows of the codebook because only `nearest` and `NearTies` make them. Pointers do not outlive
/// a call.
@safe struct Kernels<Scalar: VectorScalar>: @unchecked Sendable {
  // A constant of the C target: it is never freed nor changed.
  let table: UnsafePointer<vqk_kernels>

  let set: KernelSet

  init(_ set: KernelSet) {
    self.set = set
    precondition(
      Scalar.self == Float.self || Scalar.self == Double.self, "observations are Float or Double")
    guard let table = unsafe vqk_available(set.index, MemoryLayout<Scalar>.size) else {
      preconditionFailure("a kernel set that exists for one scalar exists for both")
    }
    unsafe self.table = table
  }

  /// `count` rounded up to whole groups of rows, for any kernel set.
  static func paddedRowCount(_ count: Int) -> Int {
    let group = Int(VQK_MAXIMUM_ROW_GROUP)
    return (count + group - 1) / group * group
  }
}
