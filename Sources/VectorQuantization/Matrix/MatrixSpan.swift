/// A borrowed matrix of observations or centroids: a `Span` with rows and columns.
///
/// The starts of the rows are `rowStride` elements apart, so a range of the columns of a larger
/// matrix needs no copy. Like a `Span`, the value cannot outlive the memory that it borrows.
///
/// ```swift
/// let points: [Float] = [0, 0, 1, 1, 8, 8]
/// let observations = MatrixSpan(points.span, columns: 2)
/// observations[row: 2][0]  // 8
/// ```
public struct MatrixSpan<Scalar: VectorScalar>: ~Escapable, Sendable {
  /// The elements, from the first element of the first row to at least the last element of the last
  /// row.
  public let elements: Span<Scalar>
  /// The number of rows: observations or centroids.
  public let rowCount: Int
  /// The number of columns: features.
  public let columnCount: Int
  /// The distance from the start of a row to the start of the next, in elements.
  public let rowStride: Int

  /// Creates a matrix from rows without gaps between them.
  ///
  /// - Parameters:
  ///   - elements: The elements, row by row. Their count must be a multiple of `columns`.
  ///   - columns: The number of features, at least 1.
  /// - Complexity: O(1).
  @_lifetime(copy elements)
  public init(_ elements: Span<Scalar>, columns: Int) {
    precondition(columns > 0, "columns must be at least 1")
    precondition(
      elements.count.isMultiple(of: columns), "the element count must be a multiple of columns")
    self.init(elements, rows: elements.count / columns, columns: columns)
  }

  /// Creates a matrix of rows whose starts are `rowStride` elements apart.
  ///
  /// - Parameters:
  ///   - elements: The elements. Those between the rows are never read.
  ///   - rows: The number of observations.
  ///   - columns: The number of features.
  ///   - rowStride: The distance between the starts of two rows in elements, at least `columns`; by
  ///     default `columns`.
  /// - Complexity: O(1).
  @_lifetime(copy elements)
  public init(_ elements: Span<Scalar>, rows: Int, columns: Int, rowStride: Int? = nil) {
    let stride = rowStride ?? columns
    precondition(rows >= 0 && columns >= 0, "sizes must not be negative")
    precondition(stride >= columns, "rowStride must be at least columns")
    let needed =
      rows == 0 ? (0, false) : (rows - 1).multipliedReportingOverflow(by: stride)
    precondition(
      !needed.1 && (rows == 0 || elements.count - columns >= needed.0),
      "there must be elements for all rows")
    self.elements = elements
    self.rowCount = rows
    self.columnCount = columns
    self.rowStride = stride
  }

  /// The elements of one row.
  ///
  /// - Complexity: O(1).
  @inlinable
  public subscript(row row: Int) -> Span<Scalar> {
    @_lifetime(copy self)
    get {
      precondition(row >= 0 && row < rowCount, "row index out of range")
      let start = row * rowStride
      return elements.extracting(start..<(start + columnCount))
    }
  }

  /// One element.
  ///
  /// - Complexity: O(1).
  @inlinable
  public subscript(row: Int, column: Int) -> Scalar {
    precondition(row >= 0 && row < rowCount, "row index out of range")
    precondition(column >= 0 && column < columnCount, "column index out of range")
    return elements[row * rowStride + column]
  }

  /// Returns a range of the rows as a matrix, without a copy.
  ///
  /// - Parameter range: The row numbers in this matrix.
  /// - Returns: A matrix whose first row is row `range.lowerBound` of this one.
  /// - Complexity: O(1).
  @_lifetime(copy self)
  public func rows(_ range: Range<Int>) -> MatrixSpan {
    precondition(range.lowerBound >= 0 && range.upperBound <= rowCount, "row range out of bounds")
    let start = range.isEmpty ? 0 : range.lowerBound * rowStride
    let end = range.isEmpty ? 0 : (range.upperBound - 1) * rowStride + columnCount
    return MatrixSpan(
      elements.extracting(start..<end), rows: range.count, columns: columnCount,
      rowStride: rowStride)
  }
}
