/// The observations that are worked on together, and what lies after them.
struct Tile<Scalar: VectorScalar>: ~Escapable, Sendable {
  let rows: MatrixSpan<Scalar>
  /// The observations that are wanted next, as a rule: a search brings them into the cache while it
  /// computes, since tiles are too small for the processor to notice the pattern in time.
  let ahead: Span<Scalar>

  /// A tile of the rows `range`, before those of `next`.
  @_lifetime(copy observations)
  init(_ range: Range<Int>, before next: Range<Int>, of observations: MatrixSpan<Scalar>) {
    rows = observations.rows(range)
    ahead = observations.rows(next).elements
  }

  /// A tile of all of `rows`, after which nothing is wanted.
  @_lifetime(copy rows)
  init(_ rows: MatrixSpan<Scalar>) {
    self.rows = rows
    ahead = rows.elements.extracting(0..<0)
  }
}
