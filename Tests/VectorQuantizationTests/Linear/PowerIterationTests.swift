import Testing
import VectorQuantization

@Suite struct PowerIterationTests {
  /// The matrix has the diagonal 6, 5, 4, 3, 2, 1.
  private func image(_ directions: Directions) -> Directions {
    Directions(
      directions.elements.enumerated().map { Double(6 - $0 % 6) * $1 }, featureCount: 6)
  }

  private var start: Directions {
    var generator = Xoshiro256(seed: 5, restart: 0)
    return Directions((0..<12).map { _ in generator.normal() }, featureCount: 6)
  }

  @Test func findsLeadingEigenvectors() {
    var directions = start
    directions.iterate(atMost: 300, by: image)
    #expect(directions.count == 2)
    #expect(abs(abs(directions.elements[0]) - 1) <= 1e-12)
    #expect(abs(abs(directions.elements[7]) - 1) <= 1e-12)
  }

  @Test("iteration stops when `isDone` returns true")
  func stops() {
    var rounds = 0
    var directions = start
    directions.iterate(atMost: 10, by: image) { before, images in
      rounds += 1
      #expect(image(before).elements == images.elements)
      return rounds == 3
    }
    #expect(rounds == 3)
    var others = start
    others.iterate(atMost: 3, by: image)
    #expect(others.elements == directions.elements)
  }

  @Test func dropsDirectionsThatVanish() {
    var directions = start
    directions.iterate(atMost: 4) { Directions($0.elements.map { _ in 0 }, featureCount: 6) }
    #expect(directions.count == 0)
  }
}
