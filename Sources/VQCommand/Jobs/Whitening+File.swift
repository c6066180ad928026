internal import VectorQuantization

extension Whitening {
  /// Creates a whitening from the scales that `vq whiten --scale` wrote, in one row or one column.
  ///
  /// - Parameters:
  ///   - table: The scales.
  ///   - observations: The path of the observations to whiten.
  ///   - featureCount: The number of features of the observations.
  /// - Throws: An error if there is not one positive scale for each feature.
  init(
    _ table: NamedTable, for observations: String, featureCount: Int
  ) throws(CommandError) {
    let (matrix, path) = (try table.matrix(as: Scalar.self), table.path)
    guard matrix.rowCount == 1 || matrix.columnCount == 1 else {
      throw .failure(
        "\(path) is \(matrix.rowCount) x \(matrix.columnCount); scales are one row or one column")
    }
    guard matrix.elements.count == featureCount else {
      throw .failure(
        "\(path) holds \(matrix.elements.count) scales for the \(featureCount) features of "
          + "\(observations); give the file that vq whiten wrote with these")
    }
    if let bad = matrix.elements.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw .failure(
        "\(path): scale \(bad + 1) is \(matrix.elements[bad]); scales are positive and finite, as "
          + "vq whiten writes them")
    }
    self.init(scale: matrix.elements)
  }
}

/// Scales as a file holds them: one row if the features have names, otherwise one column.
extension Matrix {
  init(scales: [Scalar], isRow: Bool) {
    self.init(scales, columns: isRow ? max(1, scales.count) : 1)
  }
}
