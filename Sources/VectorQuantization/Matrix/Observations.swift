/// Observations in any form that can be clustered without a copy of all of them.
///
/// - A ``MatrixSpan``, of the scalar that is computed in, is read where it is.
/// - A ``StoredSpan``, of bytes, halves, big-endian or column-major numbers, is widened a tile at a
///   time.
/// - A ``RowReader`` is asked for a tile at a time, so observations may be larger than memory.
///
/// The numbers alone decide what is found: the same bits, in whatever form they come.
public struct Observations<Scalar: VectorScalar>: ~Escapable, Sendable {
  /// The number of rows: one an observation.
  public let rowCount: Int
  /// The number of columns: one a feature.
  public let columnCount: Int
  /// All of them, if they are in memory as the engine computes, else no rows.
  let matrix: MatrixSpan<Scalar>
  /// Those that are to be widened, else no rows.
  let stored: StoredSpan
  let reader: (any RowReader)?

  /// Observations that are in memory as the engine computes.
  ///
  /// - Parameter matrix: One observation a row.
  @_lifetime(copy matrix)
  public init(_ matrix: MatrixSpan<Scalar>) {
    self.matrix = matrix
    stored = StoredSpan(RawSpan(), .empty)
    reader = nil
    rowCount = matrix.rowCount
    columnCount = matrix.columnCount
  }

  /// Observations that are in memory as they are stored.
  ///
  /// - Parameter stored: One observation a row. Numbers that `Scalar` does not hold are rounded to the
  ///   nearest: see ``ElementType/scalarType``.
  @_lifetime(copy stored)
  public init(_ stored: StoredSpan) {
    self.stored = stored
    matrix = MatrixSpan(Span(), rows: 0, columns: 0)
    reader = nil
    rowCount = stored.rowCount
    columnCount = stored.columnCount
  }

  /// Observations that are brought into memory when they are wanted.
  ///
  /// - Parameter reader: Reads rows of numbers.
  @_lifetime(immortal)
  public init(reading reader: any RowReader) {
    self.reader = reader
    stored = StoredSpan(RawSpan(), .empty)
    matrix = MatrixSpan(Span(), rows: 0, columns: 0)
    rowCount = reader.layout.rowCount
    columnCount = reader.layout.columnCount
  }

  /// Some of them, where they are.
  @_lifetime(copy self)
  func rows(_ range: Range<Int>) -> Observations {
    if let reader { return Observations(reading: RowWindow(rows: range, of: reader)) }
    if isDirect { return Observations(matrix.rows(range)) }
    return Observations(StoredSpan(stored.bytes, stored.layout.rows(range)))
  }

  /// All of them as scalars, if they are in memory so; else `nil`.
  package var direct: MatrixSpan<Scalar>? {
    @_lifetime(copy self)
    get { isDirect ? matrix : nil }
  }

  /// Whether the engine reads them where they are.
  var isDirect: Bool { reader == nil && stored.layout == .empty }

  /// The bytes that an observation takes where it is kept.
  var storedBytesPerRow: Int {
    if isDirect { return columnCount * MemoryLayout<Scalar>.size }
    let layout = reader?.layout ?? stored.layout
    return columnCount * layout.elementType.byteCount
  }
}

extension StorageLayout {
  /// No numbers.
  static let empty = StorageLayout(elementType: .uint8, rowCount: 0, columnCount: 0)
}
