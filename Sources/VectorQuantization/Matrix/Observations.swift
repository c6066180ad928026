/// Observations in any storage form, which functions read without a copy of all of them.
///
/// - A ``MatrixSpan`` of the scalar type is read in place.
/// - A ``StoredSpan`` holds numbers of another type, byte order or memory order. The engine
///   converts them tile by tile.
/// - A ``RowReader`` reads the numbers tile by tile, so they may be larger than memory.
///
/// The storage form does not change any bit of a result.
public struct Observations<Scalar: VectorScalar>: ~Escapable, Sendable {
  /// The number of rows: observations.
  public let rowCount: Int
  /// The number of columns: features.
  public let columnCount: Int
  /// The rows, if they are in memory as scalars; otherwise empty.
  let matrix: MatrixSpan<Scalar>
  /// The rows that must be converted; otherwise empty.
  let stored: StoredSpan
  let reader: (any RowReader)?

  /// Creates observations from a borrowed matrix of scalars.
  ///
  /// - Parameter matrix: One observation in each row.
  @_lifetime(copy matrix)
  public init(_ matrix: MatrixSpan<Scalar>) {
    self.matrix = matrix
    stored = StoredSpan(RawSpan(), .empty)
    reader = nil
    rowCount = matrix.rowCount
    columnCount = matrix.columnCount
  }

  /// Creates observations from borrowed numbers of any supported type.
  ///
  /// - Parameter stored: One observation in each row. Numbers that `Scalar` cannot represent are
  ///   rounded to the nearest value: see ``ElementType/scalarType``.
  @_lifetime(copy stored)
  public init(_ stored: StoredSpan) {
    self.stored = stored
    matrix = MatrixSpan(Span(), rows: 0, columns: 0)
    reader = nil
    rowCount = stored.rowCount
    columnCount = stored.columnCount
  }

  /// Creates observations that a reader reads on demand.
  ///
  /// - Parameter reader: Reads the rows.
  @_lifetime(immortal)
  public init(reading reader: any RowReader) {
    self.reader = reader
    stored = StoredSpan(RawSpan(), .empty)
    matrix = MatrixSpan(Span(), rows: 0, columns: 0)
    rowCount = reader.layout.rowCount
    columnCount = reader.layout.columnCount
  }

  /// Returns a range of the rows, without a copy.
  @_lifetime(copy self)
  func rows(_ range: Range<Int>) -> Observations {
    if let reader { return Observations(reading: RowWindow(rows: range, of: reader)) }
    if isDirect { return Observations(matrix.rows(range)) }
    return Observations(StoredSpan(stored.bytes, stored.layout.rows(range)))
  }

  /// The rows as scalars if they are in memory in that form; otherwise `nil`.
  package var direct: MatrixSpan<Scalar>? {
    @_lifetime(copy self)
    get { isDirect ? matrix : nil }
  }

  /// Whether the engine reads the rows in place.
  var isDirect: Bool { reader == nil && stored.layout == .empty }

  /// The number of bytes of one stored row.
  var storedBytesPerRow: Int {
    if isDirect { return columnCount * MemoryLayout<Scalar>.size }
    let layout = reader?.layout ?? stored.layout
    return columnCount * layout.elementType.byteCount
  }
}

extension StorageLayout {
  /// A layout without rows.
  static let empty = StorageLayout(elementType: .uint8, rowCount: 0, columnCount: 0)
}
