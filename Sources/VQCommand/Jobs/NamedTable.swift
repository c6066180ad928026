internal import VQFormats
internal import VectorQuantization

/// A small table that belongs to observations, such as a codebook or scales, with its column names.
struct NamedTable: Sendable {
  private enum Numbers: Sendable {
    case float32(Matrix<Float>)
    case float64(Matrix<Double>)
  }

  let path: String
  /// The column names; `nil` if the file has none.
  let names: [String]?
  private let numbers: Numbers
  /// Notes for the user about how the file was read.
  let notes: [String]
  /// The columns in the order of the features; `nil` if the order is the same.
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

  /// Returns the table with its columns in the order of the features, if both have names.
  ///
  /// - Parameters:
  ///   - observationNames: The names of the features.
  ///   - observations: The path of the observations.
  /// - Returns: The same numbers, with the columns reordered if necessary.
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

  /// Returns the numbers in the requested scalar type.
  ///
  /// Numbers are rounded to the nearest scalar. A number that would become infinite is an error.
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
      // A file may claim any number of rows without columns.
      if source.columnCount == 0 { return }
      for row in 0..<source.rowCount {
        for column in order {
          let element = source[row: row][column]
          let number = Scalar(element)
          guard number.isFinite || !element.isFinite else {
            throw .failure(
              "\(path): the number in row \(row + 1), column \(column + 1) (counted from 1) is "
                + "too large for \(ElementType(of: Scalar.self).rawValue), the type of the "
                + "observations; scale it down, or give observations of "
                + "\(ElementType(of: Source.self).rawValue)")
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
