extension Matrix: Codable {
  private enum CodingKeys: String, CodingKey {
    case rows, columns, elements
  }

  /// Decodes the row count, the column count, and the elements row by row.
  ///
  /// - Parameter decoder: Contains what ``encode(to:)`` wrote.
  /// - Throws: `DecodingError`, also if the element count does not match the row and column counts.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let rows = try values.decode(Int.self, forKey: .rows)
    let columns = try values.decode(Int.self, forKey: .columns)
    let elements = try values.decode([Scalar].self, forKey: .elements)
    let (count, overflows) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflows, count == elements.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements, in: values,
        debugDescription:
          "a matrix of \(rows) x \(columns) cannot have \(elements.count) elements")
    }
    self.init(elements: elements, rowCount: rows, columnCount: columns)
  }

  /// Encodes the row count, the column count, and the elements row by row.
  ///
  /// - Parameter encoder: Receives the values. `JSONEncoder` throws by default for a NaN or an
  ///   infinity, which JSON cannot represent.
  /// - Throws: The error of the encoder.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(rowCount, forKey: .rows)
    try values.encode(columnCount, forKey: .columns)
    try values.encode(elements, forKey: .elements)
  }
}
