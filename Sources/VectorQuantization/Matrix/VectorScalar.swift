/// A type of number that observations are made of: `Float` or `Double`.
///
/// Results that belong to one observation (a coordinate, a distance) are of this type. Sums over
/// many observations are `Double`, whatever the scalar. No other type can conform: the kernels
/// exist for these two.
public protocol VectorScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The width of the type in bits, by which its kernels are found: 32 or 64.
  static var kernelWidth: KernelWidth { get }
}

/// The widths of number that kernels exist for.
public enum KernelWidth: Sendable {
  /// IEEE 754 binary32, `Float`.
  case single
  /// IEEE 754 binary64, `Double`.
  case double
}

extension Float: VectorScalar {
  /// Single width.
  public static var kernelWidth: KernelWidth { .single }
}

extension Double: VectorScalar {
  /// Double width.
  public static var kernelWidth: KernelWidth { .double }
}
