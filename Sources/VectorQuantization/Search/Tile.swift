/// Some observations that are processed together, and the rows to prefetch meanwhile.
struct Tile<Scalar: VectorScalar>: ~Escapable, Sendable {
  let rows: MatrixSpan<Scalar>
  /// The indices of the observations.
  ///
  /// Begins at 0 if the rows have no indices.
  let range: Range<Int>
  /// The observations that are usually needed next.
  ///
  /// A search prefetches them while it computes, because tiles are too small for the hardware
  /// prefetcher to detect the pattern in time.
  let ahead: Span<Scalar>

  /// Creates a tile of `rows`, the observations in `range`, followed by `ahead`.
  @_lifetime(copy rows, copy ahead)
  init(_ rows: MatrixSpan<Scalar>, at range: Range<Int>, ahead: Span<Scalar>) {
    self.rows = rows
    self.range = range
    self.ahead = ahead
  }

  /// Creates a tile of all of `rows`, with nothing to prefetch.
  @_lifetime(copy rows)
  init(_ rows: MatrixSpan<Scalar>) {
    self.init(rows, at: 0..<rows.rowCount, ahead: rows.elements.extracting(0..<0))
  }

  /// Creates a tile of `rows`, the observations in `range`, with nothing to prefetch.
  @_lifetime(copy rows)
  init(_ rows: MatrixSpan<Scalar>, at range: Range<Int>) {
    self.init(rows, at: range, ahead: rows.elements.extracting(0..<0))
  }
}
