extension Matrix: Codable {
  private enum CodingKeys: String, CodingKey {
    case rows, columns, elements
  }

  /// Decodes the numbers of rows and columns, and the elements row by row.
  ///
  /// - Parameter decoder: Has what ``encode(to:)`` wrote.
  /// - Throws: `DecodingError`, also if there are not as many elements as the shape says.
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
          "a matrix of \(rows) x \(columns) has other than \(elements.count) elements")
    }
    self.init(elements: elements, rowCount: rows, columnCount: columns)
  }

  /// Encodes the numbers of rows and columns, and the elements row by row.
  ///
  /// - Parameter encoder: Takes them. JSON has no NaN and no infinity, and so refuses them.
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(rowCount, forKey: .rows)
    try values.encode(columnCount, forKey: .columns)
    try values.encode(elements, forKey: .elements)
  }
}
