import Testing
import VectorQuantization

/// The number of directions is the one that costs least on a sample.
@Suite struct RankChoiceTests {
  @Test("few directions do where they tell everything apart")
  func takesFewest() {
    let points = projections(on: 0)
    let choice = choose(points, limit: 1)
    #expect(choice.directionCount == 4)
    #expect(choice.cost == cost(4, share: 0.05))
  }

  @Test("more are taken where the first tell nothing apart")
  func takesMore() {
    let choice = choose(projections(on: 4), limit: 1, present: 4)
    #expect(choice.directionCount == 6)
    #expect(choice.cost == cost(6, share: 0.05))
    #expect(choice.presentCost == cost(4, share: 1))
    let late = choose(projections(on: 8), limit: 1, present: 11)
    #expect(late.directionCount == 11 && late.presentCost == late.cost)
  }

  @Test("where nothing is ruled out, the fewest cost least, and more than a dense search")
  func knowsItsPrice() {
    let choice = choose(projections(on: 0), limit: .infinity)
    #expect(choice.directionCount == 4)
    #expect(choice.cost == cost(4, share: 1))
  }

  @Test("what the directions leave rules out too")
  func asksTheRest() {
    // Norms differ, and nothing else does.
    let points = Matrix<Float>(
      (0..<20).flatMap { row in (0..<17).map { $0 == 16 ? Float(10 * row) : 0 } }, columns: 17)
    let choice = choose(points, limit: 1)
    #expect(choice.directionCount == 4)
    #expect(choice.cost == cost(4, share: 0.05))
  }

  @Test("there is no choice without rows or directions")
  func hasNoChoice() {
    let narrow = Matrix<Float>(Array(repeating: 1, count: 40), columns: 4)
    let choice = choose(narrow, limit: 1)
    #expect(choice.directionCount == 0 && choice.cost == .infinity)
    let none = choose(Matrix<Float>([], columns: 17), limit: 1)
    #expect(none.directionCount == 0 && none.cost == .infinity)
  }

  /// Twenty points on a circle along two directions, of sixteen and a rest of nothing.
  private func projections(on direction: Int) -> Matrix<Float> {
    // Norms of integers on a quarter of a circle differ by little.
    Matrix(
      (0..<20).flatMap { row -> [Float] in
        var point = [Float](repeating: 0, count: 17)
        point[direction] = Float(10 * row) - 95
        point[direction + 1] = (9025 - point[direction] * point[direction]).squareRoot()
        return point
      }, columns: 17)
  }

  /// What a rank costs that leaves a share of all pairs.
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
