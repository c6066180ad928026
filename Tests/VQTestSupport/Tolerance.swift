package import VectorQuantization

/// Error bounds for correct results, with their derivations.
package enum Tolerance {
  /// Returns the relative error of a distance that is computed from differences in `Scalar`.
  ///
  /// A term of the sum of squares has three rounding errors and takes part in fewer than `columns`
  /// rounded additions, each with an error of at most half an ulp of one. A square root halves the
  /// relative error of the sum and adds one rounding. Twice that covers the products of errors.
  package static func distance<Scalar: VectorScalar>(
    _: Scalar.Type, columns: Int
  ) -> Double {
    Double(columns + 4) / 2 * Double(Scalar.ulpOfOne)
  }

  /// Returns the relative error of a sum of `count` positive numbers, added in `Double` in any
  /// order.
  ///
  /// `relative` is the relative error of each number.
  package static func sum(of count: Int, each relative: Double) -> Double {
    relative + Double(count) * Double.ulpOfOne
  }

  /// Returns the error of a centroid, relative to the largest of its observations.
  ///
  /// It consists of the rounding of a division to `Scalar`, and of a sum of `count` terms in
  /// `Double`, in any order and from any origin among the observations.
  package static func centroid<Scalar: VectorScalar>(
    _: Scalar.Type, observations count: Int
  ) -> Double {
    Double(Scalar.ulpOfOne) + Double(count) * Double.ulpOfOne
  }
}

/// Returns whether two numbers differ by at most `relative` times the second.
package func agree(_ left: Double, _ right: Double, within relative: Double) -> Bool {
  left == right || abs(left - right) <= relative * abs(right)
}

/// Returns whether elements differ by at most `relative` times the largest element of the second
/// matrix.
package func agree<Scalar: VectorScalar>(
  _ left: Matrix<Scalar>, _ right: Matrix<Scalar>, within relative: Double
) -> Bool {
  agree(left, right.elements.map { Double($0) }, within: relative)
}

/// Returns whether elements differ by at most `relative` times the largest of the second elements.
package func agree<Scalar: VectorScalar>(
  _ left: Matrix<Scalar>, _ right: [Double], within relative: Double
) -> Bool {
  guard left.elements.count == right.count else { return false }
  let maximum = right.reduce(0) { max($0, abs($1)) }
  return zip(left.elements, right).allSatisfy { abs(Double($0) - $1) <= relative * maximum }
}
