/// What some numbers add up to, in twice the precision of `Double`.
struct Tally: BitwiseCopyable, Sendable {
  /// The weighted sum of the numbers' differences from the frame's origin.
  var sum = DoubleDouble(0)
  /// That of the differences' squares, scaled.
  var squares = DoubleDouble(0)
  /// The sum of the weights: how many there are, without weights.
  var weight = DoubleDouble(0)

  /// Adds others.
  mutating func add(_ other: Tally) {
    sum.add(other.sum)
    squares.add(other.squares)
    weight.add(other.weight)
  }

  /// Takes others away.
  mutating func subtract(_ other: Tally) {
    sum.add(other.sum.negated)
    squares.add(other.squares.negated)
    weight.add(other.weight.negated)
  }
}

extension WeightedNumbers {
  /// Adds up the numbers of a range, one by one.
  func tally(_ range: Range<Int>, origin: Double, scale: Double) -> Tally {
    let (numbers, weights) = (self.numbers, self.weights)
    var tally = Tally()
    if weights.isEmpty {
      tally.weight = DoubleDouble(Double(range.count))
      for index in range {
        let difference = Double(numbers[index]) - origin
        let square = DoubleDouble(product: difference * scale, difference * scale)
        tally.sum.accumulate(difference)
        tally.squares.accumulate(square.high)
        tally.squares.low += square.low
      }
    } else {
      for index in range {
        let (difference, weight) = (Double(numbers[index]) - origin, weights[index])
        let square = DoubleDouble(product: difference * scale, difference * scale)
          .times(DoubleDouble(weight))
        // What the product loses, by a fused operation: to split the factors could overflow.
        let product = difference * weight
        tally.sum.accumulate(product)
        tally.sum.low += (-product).addingProduct(difference, weight)
        tally.squares.accumulate(square.high)
        tally.squares.low += square.low
        tally.weight.accumulate(weight)
      }
    }
    return Tally(
      sum: tally.sum.normalized(), squares: tally.squares.normalized(),
      weight: tally.weight.normalized())
  }
}
