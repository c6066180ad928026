internal import CVQKernels

/// Swift methods for the C kernels of one kernel set and one scalar. [unsafe 2 of 3]
///
/// Each method checks, once per tile, the sizes that its kernel relies on. A kernel reads and
/// writes exactly what `CVQKernels.h` documents, so these checks make the calls sound. Codes are
/// valid rows of the codebook because only `nearest` and `NearTies` create them. Pointers do not
/// outlive a call.
@safe struct Kernels<Scalar: VectorScalar>: @unchecked Sendable {
  // A constant of the C target: it is never freed or changed.
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

  /// Returns `count` rounded up to whole row groups of any kernel set.
  static func paddedRowCount(_ count: Int) -> Int {
    let group = Int(VQK_MAXIMUM_ROW_GROUP)
    return (count + group - 1) / group * group
  }
}
