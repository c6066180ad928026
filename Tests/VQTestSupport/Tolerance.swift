package import VectorQuantization

/// How far a right answer may be from the exact one, and why.
package enum Tolerance {
  /// The relative error of a distance computed from differences in `Scalar`.
  ///
  /// A term of the sum of squares is three roundings from exact and takes part in fewer than
  /// `columns` rounded additions, each off by at most half an ulp of one; a square root halves the
  /// relative error of the sum and adds one rounding. Twice that covers the products of errors.
  package static func distance<Scalar: VectorScalar>(
    _: Scalar.Type, columns: Int
  ) -> Double {
    Double(columns + 4) / 2 * Double(Scalar.ulpOfOne)
  }

  /// The relative error of a sum of `count` positive numbers that are themselves right to
  /// `relative`, added in `Double` in any order.
  package static func sum(of count: Int, each relative: Double) -> Double {
    relative + Double(count) * Double.ulpOfOne
  }

  /// The error of a centroid as a share of the largest of its observations: the rounding of a
  /// division to `Scalar`, and that of a sum of `count` terms in `Double`, in any order and from any
  /// origin among the observations.
  package static func centroid<Scalar: VectorScalar>(
    _: Scalar.Type, observations count: Int
  ) -> Double {
    Double(Scalar.ulpOfOne) + Double(count) * Double.ulpOfOne
  }
}

/// Whether two numbers differ by at most `relative` of the second.
package func agree(_ left: Double, _ right: Double, within relative: Double) -> Bool {
  left == right || abs(left - right) <= relative * abs(right)
}

/// Whether elements differ by at most `relative` of the largest of the second.
package func agree<Scalar: VectorScalar>(
  _ left: Matrix<Scalar>, _ right: Matrix<Scalar>, within relative: Double
) -> Bool {
  agree(left, right.elements.map { Double($0) }, within: relative)
}

/// Whether elements differ by at most `relative` of the largest of the second.
package func agree<Scalar: VectorScalar>(
  _ left: Matrix<Scalar>, _ right: [Double], within relative: Double
) -> Bool {
  guard left.elements.count == right.count else { return false }
  let maximum = right.reduce(0) { max($0, abs($1)) }
  return zip(left.elements, right).allSatisfy { abs(Double($0) - $1) <= relative * maximum }
}
