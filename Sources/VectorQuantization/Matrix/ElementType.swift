/// The number types in which observations can be stored.
///
/// The engine computes in `Float` or `Double`. It converts numbers of other types tile by tile
/// while it reads them: see ``StoredSpan``.
public enum ElementType: String, Sendable, CaseIterable {
  /// IEEE 754 binary16.
  case float16
  /// The upper 16 bits of an IEEE 754 binary32, common for machine-learning weights and embeddings.
  case bfloat16
  /// IEEE 754 binary32: `Float`.
  case float32
  /// IEEE 754 binary64: `Double`.
  case float64
  /// Signed 8-bit integers.
  case int8
  /// Unsigned 8-bit integers, common for images and quantized descriptors.
  case uint8
  /// Signed 16-bit integers, common for audio.
  case int16
  /// Unsigned 16-bit integers.
  case uint16
  /// Signed 32-bit integers, the type of codes.
  case int32
  /// Unsigned 32-bit integers.
  case uint32
  /// Signed 64-bit integers.
  case int64
  /// Unsigned 64-bit integers, common for identifiers and hashes.
  case uint64

  /// Creates the element type of a scalar type.
  ///
  /// - Parameter scalar: `Float` or `Double`.
  public init<Scalar: VectorScalar>(of scalar: Scalar.Type) {
    self = scalar == Float.self ? .float32 : .float64
  }

  /// The size of one element in bytes, in memory and in files.
  public var byteCount: Int {
    switch self {
    case .int8, .uint8: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// The scalar type to compute in: ``float32`` or ``float64``.
  ///
  /// It is ``float32`` if a `Float` can represent every value of the type, and ``float64``
  /// otherwise. A `Double` represents all values exactly, except integers of more than 53 bits,
  /// which are rounded to the nearest value.
  public var scalarType: ElementType {
    switch self {
    case .float16, .bfloat16, .float32, .int8, .uint8, .int16, .uint16: .float32
    case .float64, .int32, .uint32, .int64, .uint64: .float64
    }
  }
}
