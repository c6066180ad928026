import Testing
import VQTestSupport
import VectorQuantization

extension Fixture {
  /// Fisher's 150 irises of 1936: one separate species, and two that overlap.
  static func iris() throws -> Matrix<Double> {
    let fixture = try #require(try all(in: .selection).first { $0.name == "double iris, k 3" })
    return try fixture.makeObservations(of: Double.self)
  }
}
