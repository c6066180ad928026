extension Seeding {
  /// Distinct observations, every selection equally likely; those of weight 0 are not drawn.
  func randomPoints(using generator: inout Xoshiro256) -> Matrix<Scalar> {
    let count = plan.clusterCount
    guard let weights else {
      return rows(generator.distinctIntegers(count, below: plan.rowCount))
    }
    // The drawn numbers count the rows of positive weight; one walk finds which rows those are.
    let positive = weights.indices.count { weights[$0] > 0 }
    let drawn = generator.distinctIntegers(count, below: positive)
    let order = drawn.indices.sorted { drawn[$0] < drawn[$1] }
    var numbers = Array(repeating: 0, count: count)
    var next = order.makeIterator()
    var wanted = next.next()
    var passed = 0
    for row in weights.indices where weights[row] > 0 {
      guard let position = wanted else { break }
      if passed == drawn[position] {
        numbers[position] = row
        wanted = next.next()
      }
      passed += 1
    }
    return rows(numbers)
  }
}
