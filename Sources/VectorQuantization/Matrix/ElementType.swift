/// The types of number that observations may be stored as.
///
/// The engine computes in `Float` or `Double`. Numbers of another type are widened to one of them a
/// tile at a time, while they are looked at: see ``StoredSpan``.
public enum ElementType: String, Sendable, CaseIterable {
  /// IEEE 754 binary16.
  case float16
  /// The upper half of an IEEE 754 binary32, as machine learning keeps weights and embeddings.
  case bfloat16
  /// IEEE 754 binary32: `Float`.
  case float32
  /// IEEE 754 binary64: `Double`.
  case float64
  /// Signed 8-bit integers.
  case int8
  /// Unsigned 8-bit integers: images, quantized descriptors.
  case uint8
  /// Signed 16-bit integers: sound.
  case int16
  /// Unsigned 16-bit integers.
  case uint16
  /// Signed 32-bit integers: codes.
  case int32
  /// Unsigned 32-bit integers.
  case uint32
  /// Signed 64-bit integers.
  case int64
  /// Unsigned 64-bit integers: identifiers, hashes.
  case uint64

  /// Finds the type that stores a scalar.
  ///
  /// - Parameter scalar: `Float` or `Double`.
  public init<Scalar: VectorScalar>(of scalar: Scalar.Type) {
    self = scalar == Float.self ? .float32 : .float64
  }

  /// The size of one element in memory and in a file.
  public var byteCount: Int {
    switch self {
    case .int8, .uint8: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// The scalar to compute in: ``float32`` if a `Float` holds every value of the type, else
  /// ``float64``.
  ///
  /// A `Double` holds all but the integers of more than 53 bits, which are rounded to the nearest.
  public var scalarType: ElementType {
    switch self {
    case .float16, .bfloat16, .float32, .int8, .uint8, .int16, .uint16: .float32
    case .float64, .int32, .uint32, .int64, .uint64: .float64
    }
  }
}
