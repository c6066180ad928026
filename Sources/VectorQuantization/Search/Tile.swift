/// The observations that are worked on together, and what lies after them.
struct Tile<Scalar: VectorScalar>: ~Escapable, Sendable {
  let rows: MatrixSpan<Scalar>
  /// The numbers of the observations; from 0 where they are not known by numbers.
  let range: Range<Int>
  /// The observations that are wanted next, as a rule: a search brings them into the cache while it
  /// computes, since tiles are too small for the processor to notice the pattern in time.
  let ahead: Span<Scalar>

  /// A tile of `rows`, the observations `range`, before `ahead`.
  @_lifetime(copy rows, copy ahead)
  init(_ rows: MatrixSpan<Scalar>, at range: Range<Int>, ahead: Span<Scalar>) {
    self.rows = rows
    self.range = range
    self.ahead = ahead
  }

  /// A tile of all of `rows`, after which nothing is wanted.
  @_lifetime(copy rows)
  init(_ rows: MatrixSpan<Scalar>) {
    self.init(rows, at: 0..<rows.rowCount, ahead: rows.elements.extracting(0..<0))
  }

  /// The same with rows that are known by the numbers of observations.
  @_lifetime(copy rows)
  init(_ rows: MatrixSpan<Scalar>, at range: Range<Int>) {
    self.init(rows, at: range, ahead: rows.elements.extracting(0..<0))
  }
}
