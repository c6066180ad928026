package import VectorQuantization

/// The scalar types, as a list of test arguments.
///
/// Call a generic function with ``type``.
package enum ScalarKind: String, CaseIterable, Decodable, Sendable {
  case float, double

  package var type: any VectorScalar.Type {
    switch self {
    case .float: Float.self
    case .double: Double.self
    }
  }
}
