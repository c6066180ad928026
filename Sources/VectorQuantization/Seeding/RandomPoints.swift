extension Seeding {
  /// Chooses distinct observations of positive weight.
  ///
  /// Every selection is equally likely.
  func randomPoints(using generator: inout Xoshiro256) -> Start<Scalar> {
    start(at: unchosenRows(plan.clusterCount, besides: [], using: &generator))
  }

  /// Chooses rows of positive weight that are not chosen yet.
  ///
  /// Every selection and order is equally likely.
  ///
  /// The draws are positions among the eligible rows, so no memory per row is needed.
  func unchosenRows(
    _ count: Int, besides chosen: [Int], using generator: inout Xoshiro256
  ) -> [Int] {
    let eligible = EligibleRows(input, besides: chosen)
    let drawn = generator.distinctIntegers(count, below: eligible.count)
    let order = drawn.indices.sorted { drawn[$0] < drawn[$1] }
    var rows = drawn
    for (position, row) in zip(order, eligible.rows(order.map { drawn[$0] })) {
      rows[position] = row
    }
    return rows
  }
}

/// The rows of positive weight that are not among some chosen rows, numbered in order.
struct EligibleRows<Scalar: VectorScalar>: ~Escapable {
  let count: Int
  private let input: FitInput<Scalar>
  /// The chosen rows, ascending.
  private let chosen: [Int]

  /// Counts the eligible rows.
  ///
  /// - Complexity: O(*n*) with weights; otherwise that of sorting the chosen rows.
  @_lifetime(copy input)
  init(_ input: FitInput<Scalar>, besides chosen: [Int]) {
    self.input = input
    self.chosen = Set(chosen).sorted()
    var count = input.plan.rowCount - self.chosen.count
    if input.weights != nil {
      count = 0
      Self.forEach(of: input, besides: self.chosen) { _ in
        count += 1
        return true
      }
    }
    self.count = count
  }

  /// Returns the rows at the given positions, which must ascend.
  ///
  /// - Complexity: The same as for counting them.
  func rows(_ numbers: [Int]) -> [Int] {
    var rows: [Int] = []
    if input.weights == nil {
      var passed = 0
      for number in numbers {
        while passed < chosen.count, chosen[passed] <= number + passed { passed += 1 }
        rows.append(number + passed)
      }
      return rows
    }
    var number = 0
    Self.forEach(of: input, besides: chosen) { row in
      if rows.count == numbers.count { return false }
      if number == numbers[rows.count] { rows.append(row) }
      number += 1
      return true
    }
    return rows
  }

  /// Calls `body` with each eligible row, in order, until it returns false.
  private static func forEach(
    of input: FitInput<Scalar>, besides chosen: [Int], _ body: (Int) -> Bool
  ) {
    var left = chosen.makeIterator()
    var next = left.next()
    for row in 0..<input.plan.rowCount {
      if row == next {
        next = left.next()
      } else if input.weight(row) > 0, !body(row) {
        return
      }
    }
  }
}
