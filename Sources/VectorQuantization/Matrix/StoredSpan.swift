/// A borrowed matrix of numbers of any supported type, in the form in which they are stored.
///
/// The engine converts the numbers to scalars tile by tile, so 8-bit numbers take one byte of
/// memory each, and a file in Fortran (column-major) order needs no copy.
///
/// ```swift
/// let layout = StorageLayout(elementType: .uint8, rowCount: pixels, columnCount: 3)
/// let stored = Observations<Float>(StoredSpan(bytes, layout))
/// let clustering = try KMeans(clusterCount: 256).fit(stored)
/// ```
public struct StoredSpan: ~Escapable, Sendable {
  /// The bytes that contain the numbers.
  public let bytes: RawSpan
  /// The positions of the numbers in the bytes.
  public let layout: StorageLayout

  /// Creates a view of stored numbers.
  ///
  /// - Parameters:
  ///   - bytes: The bytes; they must extend at least to ``StorageLayout/end``.
  ///   - layout: The positions of the numbers in the bytes.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, _ layout: StorageLayout) {
    precondition(bytes.byteCount >= layout.end, "the bytes must extend to the end of the layout")
    self.bytes = bytes
    self.layout = layout
  }

  /// The number of rows: observations.
  public var rowCount: Int { layout.rowCount }
  /// The number of columns: features.
  public var columnCount: Int { layout.columnCount }
}
