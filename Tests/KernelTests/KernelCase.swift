import Testing
import VQTestSupport

/// A type of number that kernels exist for.
protocol KernelScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {}

extension Float: KernelScalar {}
extension Double: KernelScalar {}

extension ScalarKind {
  /// The type itself, to call generic tests with.
  var kernelScalar: any KernelScalar.Type {
    switch self {
    case .float: Float.self
    case .double: Double.self
    }
  }
}

/// One kernel set for one scalar: what nearly every test here ranges over.
struct KernelCase: Sendable, CustomTestStringConvertible {
  let setName: String
  /// The position among the available sets.
  let index: Int
  let scalar: ScalarKind

  var testDescription: String { "\(setName) \(scalar)" }

  /// Every set that this processor runs, for either scalar.
  static let all = ScalarKind.allCases.flatMap { scalar in
    let width = scalar == .float ? 4 : 8
    return registeredSets(width: width).enumerated().map { index, set in
      KernelCase(setName: set.name, index: index, scalar: scalar)
    }
  }
}
