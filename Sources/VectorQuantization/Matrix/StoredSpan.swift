/// A matrix of numbers of any supported type, borrowed as it is stored.
///
/// Clustering takes it as it is: numbers are widened to the scalar of the computation a tile at a
/// time, so that bytes cost a byte of memory each, and a file in Fortran order is not copied.
///
/// ```swift
/// let layout = StorageLayout(elementType: .uint8, rowCount: pixels, columnCount: 3)
/// let stored = Observations<Float>(StoredSpan(bytes, layout))
/// let clustering = try KMeans(clusterCount: 256).fit(stored)
/// ```
public struct StoredSpan: ~Escapable, Sendable {
  /// The storage.
  public let bytes: RawSpan
  /// Where in it the numbers are.
  public let layout: StorageLayout

  /// Borrows numbers.
  ///
  /// - Parameters:
  ///   - bytes: The storage; it must reach to the end of the layout.
  ///   - layout: Where in it the numbers are.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, _ layout: StorageLayout) {
    precondition(bytes.byteCount >= layout.end, "the bytes hold every number")
    self.bytes = bytes
    self.layout = layout
  }

  /// The number of rows: one an observation.
  public var rowCount: Int { layout.rowCount }
  /// The number of columns: one a feature.
  public var columnCount: Int { layout.columnCount }
}
