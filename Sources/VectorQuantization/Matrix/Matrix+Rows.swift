// Creating matrices from rows, and reading rows and columns.
extension Matrix {
  /// Creates a matrix from an array of rows.
  ///
  /// - Parameter rows: The rows, all of the same length.
  /// - Throws: ``ClusteringError/raggedRows(row:expected:found:)`` if the rows differ in length.
  /// - Complexity: O(rows · columns).
  public init(_ rows: [[Scalar]]) throws(ClusteringError) {
    try self.init(rows: rows)
  }

  /// Creates a matrix from a sequence of rows.
  ///
  /// - Parameter rows: The rows, all of the same length.
  /// - Throws: ``ClusteringError/raggedRows(row:expected:found:)`` if the rows differ in length.
  /// - Complexity: O(rows · columns).
  public init<Rows: Sequence>(
    rows: Rows
  ) throws(ClusteringError) where Rows.Element: Collection, Rows.Element.Element == Scalar {
    try self.init(joining: rows) { $0 }
  }

  /// Creates a matrix from a sequence of rows of integers.
  ///
  /// - Parameter rows: The rows, all of the same length. Each integer is rounded to the nearest
  ///   scalar.
  /// - Throws: ``ClusteringError/raggedRows(row:expected:found:)`` if the rows differ in length.
  /// - Complexity: O(rows · columns).
  public init<Rows: Sequence>(
    integers rows: Rows
  ) throws(ClusteringError)
  where Rows.Element: Collection, Rows.Element.Element: BinaryInteger {
    try self.init(joining: rows) { $0.lazy.map { Scalar($0) } }
  }

  /// Creates a matrix from integers, row by row.
  ///
  /// - Parameters:
  ///   - elements: The integers. Their count must be a multiple of `columns`. Each integer is
  ///     rounded to the nearest scalar.
  ///   - columns: The number of features.
  /// - Complexity: O(elements).
  public init(integers elements: [some BinaryInteger], columns: Int) {
    self.init(elements.map { Scalar($0) }, columns: columns)
  }

  /// Creates a matrix from rows of values that `scalars` converts.
  init<Rows: Sequence, Numbers: Collection<Scalar>>(
    joining rows: Rows, _ scalars: (Rows.Element) -> Numbers
  ) throws(ClusteringError) {
    var elements: [Scalar] = []
    var (row, columns) = (0, 0)
    for numbers in rows {
      let numbers = scalars(numbers)
      if row == 0 {
        columns = numbers.count
        elements.reserveCapacity(rows.underestimatedCount * columns)
      } else if numbers.count != columns {
        throw .raggedRows(row: row, expected: columns, found: numbers.count)
      }
      elements.append(contentsOf: numbers)
      row += 1
    }
    self.init(elements: elements, rowCount: row, columnCount: columns)
  }

  /// The elements of one row.
  ///
  /// - Complexity: O(columns).
  public subscript(row row: Int) -> [Scalar] {
    get {
      precondition(row >= 0 && row < rowCount, "row index out of range")
      return Array(elements[(row * columnCount)..<((row + 1) * columnCount)])
    }
    set {
      precondition(row >= 0 && row < rowCount, "row index out of range")
      precondition(newValue.count == columnCount, "the row must have one element for each column")
      elements.replaceSubrange((row * columnCount)..<((row + 1) * columnCount), with: newValue)
    }
  }

  /// The elements of one column.
  ///
  /// - Complexity: O(rows).
  public subscript(column column: Int) -> [Scalar] {
    precondition(column >= 0 && column < columnCount, "column index out of range")
    return (0..<rowCount).map { elements[$0 * columnCount + column] }
  }

  /// The rows, as a collection of arrays.
  ///
  /// - Complexity: O(1); O(columns) for each row that is read.
  public var rows: MatrixLines<Scalar> {
    MatrixLines(of: self, count: rowCount, areRows: true)
  }

  /// The columns, as a collection of arrays.
  ///
  /// - Complexity: O(1); O(rows) for each column that is read.
  public var columns: MatrixLines<Scalar> {
    MatrixLines(of: self, count: columnCount, areRows: false)
  }
}

// If the context does not determine the scalar type, integers become doubles.
extension Matrix where Scalar == Double {
  /// Creates a matrix of doubles from a sequence of rows of integers.
  ///
  /// - Parameter rows: The rows, all of the same length. Each integer is rounded to the nearest
  ///   `Double`.
  /// - Throws: ``ClusteringError/raggedRows(row:expected:found:)`` if the rows differ in length.
  /// - Complexity: O(rows · columns).
  public init<Rows: Sequence>(
    integers rows: Rows
  ) throws(ClusteringError)
  where Rows.Element: Collection, Rows.Element.Element: BinaryInteger {
    try self.init(joining: rows) { $0.lazy.map { Double($0) } }
  }

  /// Creates a matrix of doubles from integers, row by row.
  ///
  /// - Parameters:
  ///   - elements: The integers. Their count must be a multiple of `columns`. Each integer is
  ///     rounded to the nearest `Double`.
  ///   - columns: The number of features.
  /// - Complexity: O(elements).
  public init(integers elements: [some BinaryInteger], columns: Int) {
    self.init(elements.map { Double($0) }, columns: columns)
  }
}

/// The rows or the columns of a matrix, as a collection of arrays.
///
/// ```swift
/// for centroid in codebook.centroids.rows { print(centroid) }
/// ```
public struct MatrixLines<Scalar: VectorScalar>: RandomAccessCollection, Sendable {
  private let matrix: Matrix<Scalar>
  /// The number of rows or columns.
  public let count: Int
  private let areRows: Bool

  fileprivate init(of matrix: Matrix<Scalar>, count: Int, areRows: Bool) {
    self.matrix = matrix
    self.count = count
    self.areRows = areRows
  }

  /// The index of the first row or column: 0.
  public var startIndex: Int { 0 }
  /// The index after the last row or column.
  public var endIndex: Int { count }

  /// The elements of one row or column.
  public subscript(position: Int) -> [Scalar] {
    areRows ? matrix[row: position] : matrix[column: position]
  }
}
