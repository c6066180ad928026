extension SymmetricMatrix {
  /// A lower triangle L with L Lᵀ equal to this covariance matrix, which may be singular.
  ///
  /// A direction in which the data do not spread has a zero column, so constant and collinear features
  /// are no error.
  ///
  /// - Parameter stop: Once it is raised, the result is garbage.
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
          // What is left of a variance that the features before explain is rounding.
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
