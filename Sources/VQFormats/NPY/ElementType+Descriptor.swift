internal import VectorQuantization

extension ElementType {
  /// The name that NumPy gives the type in a file's header, byte order first.
  var descriptor: String {
    switch self {
    case .float32: "<f4"
    case .float64: "<f8"
    case .int32: "<i4"
    default: ""
    }
  }
}
