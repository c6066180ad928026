import Testing
import VQTestSupport
import VectorQuantization

extension Fixture {
  /// Fisher's 150 irises of 1936: one species well apart, two that touch.
  static func iris() throws -> Matrix<Double> {
    let fixture = try #require(try all(in: .selection).first { $0.name == "double iris, k 3" })
    return try fixture.makeObservations(of: Double.self)
  }
}
