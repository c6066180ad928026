/// The stored bounds of a tile's rows.
struct TileBounds: ~Copyable, ~Escapable {
  var uppers: MutableSpan<Float>
  var lowers: MutableSpan<Float>
  /// The cumulative drift of each code's centroid, and the cumulative maximum drift.
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

  /// Whether the bounds say anything.
  var areKnown: Bool { count > 0 && uppers[0] < .infinity }

  /// Discards the bounds.
  mutating func forget() {
    if !areKnown { return }
    uppers.update(repeating: .infinity)
    lowers.update(repeating: -.infinity)
  }
}
