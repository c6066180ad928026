/// A type of number that observations are made of: `Float` or `Double`.
///
/// Results that belong to one observation (a coordinate, a distance) are of this type. Sums over
/// many observations are `Double`, whatever the scalar. Kernels exist for these two types only: no
/// other may conform, and one that does is refused when it is first used.
public protocol VectorScalar: BinaryFloatingPoint, BitwiseCopyable, Codable, Sendable {}

extension Float: VectorScalar {}

extension Double: VectorScalar {}
