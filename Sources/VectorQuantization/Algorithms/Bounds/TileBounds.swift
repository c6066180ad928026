/// The bounds of a tile's rows, as they were written down.
struct TileBounds: ~Copyable, ~Escapable {
  var uppers: MutableSpan<Float>
  var lowers: MutableSpan<Float>
  /// What the centroid of each code travelled, and what the fastest did.
  let travelled: Span<Double>
  let maximum: Double

  @_lifetime(copy uppers, copy lowers, copy travelled)
  init(
    uppers: consuming MutableSpan<Float>, lowers: consuming MutableSpan<Float>,
    travelled: Span<Double>, maximum: Double
  ) {
    self.uppers = uppers
    self.lowers = lowers
    self.travelled = travelled
    self.maximum = maximum
  }

  var count: Int { uppers.count }
}
