/// A scalar type that the engine computes in: `Float` or `Double`.
///
/// Values that belong to one observation, such as coordinates and distances, have this type. Sums
/// over many observations are always `Double`. Kernels exist only for these two types, so no other
/// type may conform: using one is a runtime error.
public protocol VectorScalar: BinaryFloatingPoint, BitwiseCopyable, Codable, Sendable {}

extension Float: VectorScalar {}

extension Double: VectorScalar {}
