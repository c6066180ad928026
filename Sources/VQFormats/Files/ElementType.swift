public import VectorQuantization

/// The types of number that a `.npy` file may hold here.
public enum ElementType: String, Sendable, CaseIterable {
  /// IEEE 754 binary32: observations, centroids, distances.
  case float32
  /// IEEE 754 binary64: observations, centroids, distances.
  case float64
  /// Signed 32-bit integers: codes.
  case int32

  /// Finds the type that stores a scalar.
  ///
  /// - Parameter scalar: `Float` or `Double`.
  public init<Scalar: VectorScalar>(of scalar: Scalar.Type) {
    self = scalar == Float.self ? .float32 : .float64
  }

  /// The size of one element in memory and in the file.
  public var byteCount: Int {
    switch self {
    case .float32, .int32: 4
    case .float64: 8
    }
  }

  /// The name that NumPy gives the type in a file's header, byte order first.
  var descriptor: String {
    switch self {
    case .float32: "<f4"
    case .float64: "<f8"
    case .int32: "<i4"
    }
  }
}
