/// The sums of some numbers, in twice the precision of `Double`.
struct PreciseSums: BitwiseCopyable, Sendable {
  /// The weighted sum of the numbers' differences from the frame's origin.
  var sum = DoubleDouble(0)
  /// The weighted sum of the squares of these differences, scaled.
  var squares = DoubleDouble(0)
  /// The sum of the weights, or the count if there are no weights.
  var weight = DoubleDouble(0)

  /// Adds other sums.
  mutating func add(_ other: PreciseSums) {
    sum.add(other.sum)
    squares.add(other.squares)
    weight.add(other.weight)
  }

  /// Subtracts other sums.
  mutating func subtract(_ other: PreciseSums) {
    sum.add(other.sum.negated)
    squares.add(other.squares.negated)
    weight.add(other.weight.negated)
  }
}

extension WeightedNumbers {
  /// Adds up the numbers of a range, one by one.
  func sums(_ range: Range<Int>, origin: Double, scale: Double) -> PreciseSums {
    let (numbers, weights) = (self.numbers, self.weights)
    var total = PreciseSums()
    if weights.isEmpty {
      total.weight = DoubleDouble(Double(range.count))
      for index in range {
        let difference = Double(numbers[index]) - origin
        let square = DoubleDouble(product: difference * scale, difference * scale)
        total.sum.accumulate(difference)
        total.squares.accumulate(square.high)
        total.squares.low += square.low
      }
    } else {
      for index in range {
        let (difference, weight) = (Double(numbers[index]) - origin, weights[index])
        let square = DoubleDouble(product: difference * scale, difference * scale)
          .times(DoubleDouble(weight))
        // The rounding error of the product, from a fused multiply-add: splitting the factors could
        // overflow.
        let product = difference * weight
        total.sum.accumulate(product)
        total.sum.low += (-product).addingProduct(difference, weight)
        total.squares.accumulate(square.high)
        total.squares.low += square.low
        total.weight.accumulate(weight)
      }
    }
    return PreciseSums(
      sum: total.sum.normalized(), squares: total.squares.normalized(),
      weight: total.weight.normalized())
  }
}
