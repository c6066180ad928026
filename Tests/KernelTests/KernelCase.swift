import Testing
import VQTestSupport

/// A scalar type that has kernels.
protocol KernelScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {}

extension Float: KernelScalar {}
extension Double: KernelScalar {}

extension ScalarKind {
  /// The Swift type, for calls of generic tests.
  var kernelScalar: any KernelScalar.Type {
    switch self {
    case .float: Float.self
    case .double: Double.self
    }
  }
}

/// One kernel set for one scalar: the argument of most tests here.
struct KernelCase: Sendable, CustomTestStringConvertible {
  let setName: String
  /// The position among the available sets.
  let index: Int
  let scalar: ScalarKind

  var testDescription: String { "\(setName) \(scalar)" }

  /// Every set that this processor can run, for both scalars.
  static let all = ScalarKind.allCases.flatMap { scalar in
    let width = scalar == .float ? 4 : 8
    return registeredSets(width: width).enumerated().map { index, set in
      KernelCase(setName: set.name, index: index, scalar: scalar)
    }
  }
}
