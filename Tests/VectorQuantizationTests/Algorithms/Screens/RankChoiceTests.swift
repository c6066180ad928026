import Testing
import VectorQuantization

/// The chosen number of directions has the lowest cost on a sample.
@Suite struct RankChoiceTests {
  @Test("few directions are chosen if they rule out enough")
  func takesFewest() {
    let points = projections(on: 0)
    let choice = choose(points, limit: 1)
    #expect(choice.directionCount == 4)
    #expect(choice.cost == cost(4, share: 0.05))
  }

  @Test("more directions are chosen if the first rule out nothing")
  func takesMore() {
    let choice = choose(projections(on: 4), limit: 1, present: 4)
    #expect(choice.directionCount == 6)
    #expect(choice.cost == cost(6, share: 0.05))
    #expect(choice.presentCost == cost(4, share: 1))
    let late = choose(projections(on: 8), limit: 1, present: 11)
    #expect(late.directionCount == 11 && late.presentCost == late.cost)
  }

  @Test("if nothing is ruled out, the fewest directions cost the least")
  func knowsItsPrice() {
    let choice = choose(projections(on: 0), limit: .infinity)
    #expect(choice.directionCount == 4)
    #expect(choice.cost == cost(4, share: 1))
  }

  @Test("the norm of the remainder also rules out centroids")
  func asksTheRest() {
    // Only the norms of the remainders differ.
    let points = Matrix<Float>(
      (0..<20).flatMap { row in (0..<17).map { $0 == 16 ? Float(10 * row) : 0 } }, columns: 17)
    let choice = choose(points, limit: 1)
    #expect(choice.directionCount == 4)
    #expect(choice.cost == cost(4, share: 0.05))
  }

  @Test("without rows or directions, no choice is made")
  func hasNoChoice() {
    let narrow = Matrix<Float>(Array(repeating: 1, count: 40), columns: 4)
    let choice = choose(narrow, limit: 1)
    #expect(choice.directionCount == 0 && choice.cost == .infinity)
    let none = choose(Matrix<Float>([], columns: 17), limit: 1)
    #expect(none.directionCount == 0 && none.cost == .infinity)
  }

  /// Twenty points on a circle in two of sixteen directions, with a remainder of 0.
  private func projections(on direction: Int) -> Matrix<Float> {
    // The norms of the points are nearly equal.
    Matrix(
      (0..<20).flatMap { row -> [Float] in
        var point = [Float](repeating: 0, count: 17)
        point[direction] = Float(10 * row) - 95
        point[direction + 1] = (9025 - point[direction] * point[direction]).squareRoot()
        return point
      }, columns: 17)
  }

  /// The cost of a rank that leaves the given share of all pairs.
  private func cost(_ rank: Int, share: Double) -> Double {
    Double(rank + 7) / 106 + share * 9.6
  }

  private func choose(
    _ points: Matrix<Float>, limit: Double, present: Int? = nil
  ) -> RankChoice {
    RankChoice(
      rows: points, limits: Array(repeating: limit, count: points.rowCount), centroids: points,
      featureCount: 100, present: present, pairCost: 9.6)
  }
}
