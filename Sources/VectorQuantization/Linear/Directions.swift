/// A list of directions, which can be made orthonormal.
///
/// All sums are added in one order, so they have the same bits everywhere.
package struct Directions {
  package let featureCount: Int
  package private(set) var elements: [Double]

  package var count: Int { elements.count / featureCount }

  package init(_ elements: [Double], featureCount: Int) {
    self.elements = elements
    self.featureCount = featureCount
  }

  /// Makes the directions orthonormal, one after the other.
  ///
  /// Drops directions that depend on earlier ones, apart from rounding. Use `times` = 2 for full
  /// accuracy: after one Gram–Schmidt pass, the remaining overlap with earlier directions is a
  /// rounding error relative to the original direction; after two, relative to the direction that
  /// is left (L. Giraud, J. Langou and M. Rozložník, "The loss of orthogonality in the Gram–Schmidt
  /// orthogonalization process", 2005).
  ///
  /// One pass is enough for directions that are iterated further.
  package mutating func orthonormalize(times: Int) {
    let d = featureCount
    var kept = 0
    do {
      var all = elements.mutableSpan
      var maximum = 0.0
      for direction in 0..<(all.count / d) {
        maximum = max(maximum, Self.product(all, direction * d, direction * d, count: d))
      }
      // As a variance, 10⁻²⁰ of the maximum: rounding errors of Float are far above that.
      let minimum = maximum.squareRoot() * 1e-10
      for direction in 0..<(all.count / d) {
        let (from, to) = (direction * d, kept * d)
        if from != to { for feature in 0..<d { all[to + feature] = all[from + feature] } }
        for _ in 0..<times {
          for other in 0..<kept {
            let shared = Self.product(all, other * d, to, count: d)
            Self.subtract(shared, times: other * d, from: to, of: &all, count: d)
          }
        }
        let norm = Self.product(all, to, to, count: d).squareRoot()
        guard norm > minimum, norm < .infinity else { continue }
        for feature in 0..<d { all[to + feature] /= norm }
        kept += 1
      }
    }
    elements.removeLast(elements.count - kept * d)
  }

  /// An upper bound of the norm of BᵀB − 1: its Frobenius norm, plus the rounding error of
  /// computing it.
  var departure: Double {
    let (d, r) = (featureCount, count)
    let all = elements.span
    var squares = 0.0
    for direction in 0..<r {
      for other in 0...direction {
        let product = Self.product(all, direction * d, other * d, count: d)
        let entry = direction == other ? product - 1 : product
        squares += entry * entry * (direction == other ? 1 : 2)
      }
    }
    return 1.01 * squares.squareRoot() + Double(r) * Double(d + 8) * Double.ulpOfOne
  }

  /// The inner product of two ranges, with four partial sums.
  private static func product(
    _ all: borrowing MutableSpan<Double>, _ left: Int, _ right: Int, count: Int
  ) -> Double {
    product(all.span, left, right, count: count)
  }

  private static func product(_ all: Span<Double>, _ left: Int, _ right: Int, count: Int) -> Double
  {
    let (a, b) = (
      all.extracting(left..<(left + count)), all.extracting(right..<(right + count))
    )
    var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0)
    var index = 0
    while index + 4 <= count {
      s0 += a[index] * b[index]
      s1 += a[index + 1] * b[index + 1]
      s2 += a[index + 2] * b[index + 2]
      s3 += a[index + 3] * b[index + 3]
      index += 4
    }
    while index < count {
      s0 += a[index] * b[index]
      index += 1
    }
    return (s0 + s2) + (s1 + s3)
  }

  private static func subtract(
    _ factor: Double, times other: Int, from to: Int, of all: inout MutableSpan<Double>, count: Int
  ) {
    for index in 0..<count { all[to + index] -= factor * all[other + index] }
  }
}
