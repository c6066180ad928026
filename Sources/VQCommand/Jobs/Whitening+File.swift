internal import VectorQuantization

extension Whitening {
  /// Reads the scales that `vq whiten --scale` wrote, which may stand in one row or one column.
  ///
  /// - Parameters:
  ///   - path: The path of their file.
  ///   - observations: The path of what they are for.
  ///   - featureCount: How many features that has.
  /// - Throws: An error if there is not one positive scale for each feature.
  init(reading path: String, for observations: String, featureCount: Int) throws {
    let matrix = try Matrix<Scalar>(reading: path)
    guard matrix.rowCount == 1 || matrix.columnCount == 1 else {
      throw CommandError.failure(
        "\(path) is \(matrix.rowCount) x \(matrix.columnCount); scales are one row or one column")
    }
    guard matrix.elements.count == featureCount else {
      throw CommandError.failure(
        "\(path) holds \(matrix.elements.count) scales for the \(featureCount) features of "
          + "\(observations); give the file that vq whiten wrote with these")
    }
    if let bad = matrix.elements.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw CommandError.failure(
        "\(path): scale \(bad) (counted from 0) is \(matrix.elements[bad]); scales are positive "
          + "and finite, as vq whiten writes them")
    }
    self.init(scale: matrix.elements)
  }
}
