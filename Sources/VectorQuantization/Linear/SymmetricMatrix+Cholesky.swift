extension SymmetricMatrix {
  /// A lower triangle L with L Lᵀ equal to this covariance matrix, which may be singular.
  ///
  /// Directions without variance get a zero column, so constant and collinear features are allowed.
  ///
  /// - Parameter stop: If it is raised, the result is garbage.
  /// - Returns: L, row by row, with zeros above the diagonal.
  /// - Complexity: O(`order`³).
  package func choleskyFactor(stop: StopFlag? = nil) -> [Double] {
    let d = order
    var factor = [Double](repeating: 0, count: d * d)
    for column in 0..<d where stop?.isRaised != true {
      for row in column..<d {
        var rest = elements[row * d + column]
        for inner in 0..<column { rest -= factor[row * d + inner] * factor[column * d + inner] }
        if row == column {
          // If earlier features explain the variance, the rest is a rounding error.
          let floor = elements[row * d + row] * Double(d) * Double.ulpOfOne
          factor[row * d + row] = rest > floor ? rest.squareRoot() : 0
        } else {
          let pivot = factor[column * d + column]
          factor[row * d + column] = pivot > 0 ? rest / pivot : 0
        }
      }
    }
    return factor
  }
}
