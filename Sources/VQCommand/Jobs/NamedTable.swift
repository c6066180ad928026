internal import VQFormats
internal import VectorQuantization

/// A small file that goes with observations, a codebook for instance, and the names of its columns.
struct NamedTable: Sendable {
  private enum Numbers: Sendable {
    case float32(Matrix<Float>)
    case float64(Matrix<Double>)
  }

  let path: String
  /// The names of its columns; `nil` if it has none.
  let names: [String]?
  private let numbers: Numbers
  /// What a person should know of how it was read.
  let notes: [String]
  /// Its columns in the order of the observations'.
  private var order: [Int]?

  /// Reads a file.
  init(reading path: String) throws(FormatError) {
    let file = try ObservationFile(opening: path)
    self.path = path
    notes = file.notes
    names = file.access == .parsed ? file.captions.columnNames : nil
    numbers =
      file.scalarType == .float32
      ? .float32(file.widened(as: Float.self)) : .float64(file.widened(as: Double.self))
  }

  /// The table with its columns in the order of the observations', where both have names.
  ///
  /// - Parameters:
  ///   - observationNames: The names of the features.
  ///   - observations: The path of the observations.
  /// - Returns: The same numbers, their columns in another order if need be.
  /// - Throws: ``CommandError`` if the names differ.
  func paired(
    with observationNames: [String]?, of observations: String
  ) throws(CommandError) -> NamedTable {
    guard let names, let observationNames, names != observationNames else { return self }
    let isUnique = Set(names).count == names.count
    guard isUnique, names.count == observationNames.count, Set(names) == Set(observationNames)
    else {
      throw .failure(
        "\(path) has the columns \(Self.list(names)), and \(observations) has "
          + "\(Self.list(observationNames)); choose the same columns with --columns")
    }
    var table = self
    table.order = observationNames.compactMap { names.firstIndex(of: $0) }
    return table
  }

  /// The numbers in a scalar of the caller's choice.
  ///
  /// A number that the scalar does not hold exactly is rounded to the nearest; one that would become
  /// an infinity is an error.
  func matrix<Scalar: VectorScalar>(as type: Scalar.Type) throws(CommandError) -> Matrix<Scalar> {
    switch numbers {
    case .float32(let matrix): try converted(matrix.span)
    case .float64(let matrix): try converted(matrix.span)
    }
  }

  private func converted<Source: VectorScalar, Scalar: VectorScalar>(
    _ source: MatrixSpan<Source>
  ) throws(CommandError) -> Matrix<Scalar> {
    let order = order ?? Array(0..<source.columnCount)
    return try Matrix(rows: source.rowCount, columns: source.columnCount) {
      output throws(CommandError) in
      // A file can say that it has any number of rows of nothing.
      if source.columnCount == 0 { return }
      for row in 0..<source.rowCount {
        for column in order {
          let element = source[row: row][column]
          let number = Scalar(element)
          guard number.isFinite || !element.isFinite else {
            throw .failure(
              "\(path): the number in row \(row + 1), column \(column + 1) (counted from 1) is "
                + "too large for \(ElementType(of: Scalar.self).rawValue), the type of the observations; "
                + "scale it down, or give observations of \(ElementType(of: Source.self).rawValue)")
          }
          output.append(number)
        }
      }
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
