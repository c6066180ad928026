/// A matrix that owns its elements, stored row by row.
///
/// Use it for observations and codebooks that your program keeps; ``span`` borrows it without a
/// copy. A matrix is a value: copies share memory until one of them changes.
///
/// ```swift
/// let codebook: Matrix<Float> = [[0, 0], [8, 8]]
/// codebook[1, 0]  // 8
/// ```
public struct Matrix<Scalar: VectorScalar>: Sendable, Equatable {
  /// The elements, row by row.
  public internal(set) var elements: [Scalar]
  /// The number of rows: observations or centroids.
  public let rowCount: Int
  /// The number of columns: features.
  public let columnCount: Int

  /// Creates a matrix from its elements, row by row.
  ///
  /// - Parameters:
  ///   - elements: The elements. Their count must be a multiple of `columns`.
  ///   - columns: The number of features, at least 1.
  /// - Complexity: O(1).
  public init(_ elements: [Scalar], columns: Int) {
    precondition(columns > 0, "columns must be at least 1")
    precondition(
      elements.count.isMultiple(of: columns), "the element count must be a multiple of columns")
    self.init(elements: elements, rowCount: elements.count / columns, columnCount: columns)
  }

  /// Creates a matrix in new memory that a closure initializes row by row.
  ///
  /// - Parameters:
  ///   - rows: The number of observations.
  ///   - columns: The number of features.
  ///   - initialize: Appends exactly `rows * columns` elements.
  /// - Throws: The error that `initialize` throws.
  /// - Complexity: O(`rows` · `columns`).
  public init<E: Error>(
    rows: Int, columns: Int,
    initializingWith initialize: (inout OutputSpan<Scalar>) throws(E) -> Void
  ) throws(E) {
    precondition(rows >= 0 && columns >= 0, "sizes must not be negative")
    let elements = try [Scalar](capacity: rows * columns, initializingWith: initialize)
    precondition(elements.count == rows * columns, "initialize must append rows * columns elements")
    self.init(elements: elements, rowCount: rows, columnCount: columns)
  }

  /// Creates a copy of a borrowed matrix, without gaps between the rows.
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

  /// Creates a matrix by converting the elements of another scalar type, each rounded to the
  /// nearest value.
  ///
  /// - Parameter other: The matrix to convert.
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

  /// A borrowed view of the matrix.
  ///
  /// - Complexity: O(1).
  public var span: MatrixSpan<Scalar> {
    @_lifetime(borrow self)
    get { MatrixSpan(elements.span, rows: rowCount, columns: columnCount) }
  }

  /// One element.
  ///
  /// - Complexity: O(1) to read; O(rows · columns) for the first write after a copy.
  public subscript(row: Int, column: Int) -> Scalar {
    get {
      precondition(column >= 0 && column < columnCount, "column index out of range")
      return elements[row * columnCount + column]
    }
    set {
      precondition(column >= 0 && column < columnCount, "column index out of range")
      elements[row * columnCount + column] = newValue
    }
  }
}

extension Matrix: ExpressibleByArrayLiteral {
  /// Creates a matrix from a literal of its rows.
  ///
  /// - Parameter rows: The rows, all of the same length.
  public init(arrayLiteral rows: [Scalar]...) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "rows must have the same length")
    self.init(elements: rows.flatMap { $0 }, rowCount: rows.count, columnCount: columns)
  }
}
