/// The observations that are worked on together, and what lies after them.
struct Tile<Scalar: VectorScalar>: ~Escapable, Sendable {
  let rows: MatrixSpan<Scalar>
  /// The observations that are wanted next, as a rule: a search brings them into the cache while it
  /// computes, since tiles are too small for the processor to notice the pattern in time.
  let ahead: Span<Scalar>

  /// A tile of `rows`, before `ahead`.
  @_lifetime(copy rows, copy ahead)
  init(_ rows: MatrixSpan<Scalar>, ahead: Span<Scalar>) {
    self.rows = rows
    self.ahead = ahead
  }

  /// A tile of all of `rows`, after which nothing is wanted.
  @_lifetime(copy rows)
  init(_ rows: MatrixSpan<Scalar>) {
    self.rows = rows
    ahead = rows.elements.extracting(0..<0)
  }
}
