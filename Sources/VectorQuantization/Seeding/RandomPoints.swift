extension Seeding {
  /// Distinct observations, every selection equally likely; those of weight 0 are not drawn.
  func randomPoints(using generator: inout Xoshiro256) -> Matrix<Scalar> {
    if weights == nil {
      return rows(generator.distinctIntegers(plan.clusterCount, below: plan.rowCount))
    }
    return rows(drawRows(plan.clusterCount, using: &generator) { weight($0) > 0 })
  }

  /// The numbers of distinct rows that meet `condition`, every selection and order equally likely.
  ///
  /// What is drawn counts the rows that do; one walk finds which those are, so nothing is kept for
  /// each row.
  func drawRows(
    _ count: Int, using generator: inout Xoshiro256, where condition: (Int) -> Bool
  ) -> [Int] {
    let eligible = (0..<plan.rowCount).count { condition($0) }
    let drawn = generator.distinctIntegers(count, below: eligible)
    var order = drawn.indices.sorted { drawn[$0] < drawn[$1] }.makeIterator()
    var numbers = drawn
    var wanted = order.next()
    var passed = 0
    for row in 0..<plan.rowCount where condition(row) {
      guard let position = wanted else { break }
      if passed == drawn[position] {
        numbers[position] = row
        wanted = order.next()
      }
      passed += 1
    }
    return numbers
  }
}
