import Testing
import VQTestSupport
import VectorQuantization

extension Fixture {
  /// The 150 irises that R. A. Fisher measured in 1936: one species well apart, two that touch.
  static func iris() throws -> Matrix<Double> {
    let fixture = try #require(try all(in: .selection).first { $0.name == "double iris, k 3" })
    return try fixture.makeObservations(of: Double.self)
  }
}
