/// An owned matrix, its rows one after the other in memory.
///
/// Observations and codebooks that a caller keeps are matrices; functions borrow them through
/// ``span``. A matrix is a value: copies share memory until one of them changes.
///
/// ```swift
/// let codebook: Matrix<Float> = [[0, 0], [8, 8]]
/// codebook[1, 0]  // 8
/// ```
public struct Matrix<Scalar: VectorScalar>: Sendable, Equatable {
  /// The elements, row by row.
  public internal(set) var elements: [Scalar]
  /// The number of rows: one an observation, or one a centroid.
  public let rowCount: Int
  /// The number of columns: one a feature.
  public let columnCount: Int

  /// Creates a matrix from its elements, row by row.
  ///
  /// - Parameters:
  ///   - elements: The elements. Their count must be a multiple of `columns`.
  ///   - columns: The number of features.
  /// - Complexity: O(1).
  public init(_ elements: [Scalar], columns: Int) {
    precondition(columns > 0, "a matrix has at least one column")
    precondition(
      elements.count.isMultiple(of: columns), "the element count is a multiple of the column count")
    self.init(elements: elements, rowCount: elements.count / columns, columnCount: columns)
  }

  /// Creates a matrix by writing its elements, row by row, into new memory.
  ///
  /// - Parameters:
  ///   - rows: The number of observations.
  ///   - columns: The number of features.
  ///   - initialize: Appends exactly `rows * columns` elements.
  /// - Throws: What `initialize` throws.
  /// - Complexity: O(`rows` · `columns`).
  public init<E: Error>(
    rows: Int, columns: Int,
    initializingWith initialize: (inout OutputSpan<Scalar>) throws(E) -> Void
  ) throws(E) {
    precondition(rows >= 0 && columns >= 0, "sizes are not negative")
    let elements = try [Scalar](capacity: rows * columns, initializingWith: initialize)
    precondition(elements.count == rows * columns, "every element was written")
    self.init(elements: elements, rowCount: rows, columnCount: columns)
  }

  /// Creates a copy of a borrowed matrix, its rows moved together.
  ///
  /// - Parameter span: The matrix to copy.
  /// - Complexity: O(rows · columns).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(copying span: MatrixSpan<Scalar>) {
    self.init(rows: span.rowCount, columns: span.columnCount) { output in
      for row in 0..<span.rowCount {
        let elements = span[row: row]
        for column in elements.indices { output.append(elements[column]) }
      }
    }
  }

  /// Creates a matrix of the numbers of another, each rounded to the nearest that the scalar has.
  ///
  /// - Parameter other: The other matrix.
  /// - Complexity: O(rows · columns).
  public init<Other: VectorScalar>(_ other: Matrix<Other>) {
    self.init(copying: other.span)
  }

  init<Other: VectorScalar>(copying span: MatrixSpan<Other>) {
    self.init(rows: span.rowCount, columns: span.columnCount) { output in
      for row in 0..<span.rowCount {
        let elements = span[row: row]
        for column in elements.indices { output.append(Scalar(elements[column])) }
      }
    }
  }

  init(elements: [Scalar], rowCount: Int, columnCount: Int) {
    self.elements = elements
    self.rowCount = rowCount
    self.columnCount = columnCount
  }

  /// The matrix, borrowed.
  ///
  /// - Complexity: O(1).
  public var span: MatrixSpan<Scalar> {
    @_lifetime(borrow self)
    get { MatrixSpan(elements.span, rows: rowCount, columns: columnCount) }
  }

  /// One element.
  ///
  /// - Complexity: O(1) to read; O(rows · columns) to write the first time after a copy.
  public subscript(row: Int, column: Int) -> Scalar {
    get {
      precondition(column >= 0 && column < columnCount, "the column exists")
      return elements[row * columnCount + column]
    }
    set {
      precondition(column >= 0 && column < columnCount, "the column exists")
      elements[row * columnCount + column] = newValue
    }
  }
}

extension Matrix: ExpressibleByArrayLiteral {
  /// Creates a matrix from its rows, written out.
  ///
  /// - Parameter rows: The rows, all of one length.
  public init(arrayLiteral rows: [Scalar]...) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "rows have one length")
    self.init(elements: rows.flatMap { $0 }, rowCount: rows.count, columnCount: columns)
  }
}
