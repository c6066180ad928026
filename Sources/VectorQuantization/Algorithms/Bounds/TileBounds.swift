/// The stored bounds of a tile's rows.
package struct TileBounds: ~Copyable, ~Escapable {
  package var uppers: MutableSpan<Float>
  package var lowers: MutableSpan<Float>
  /// The cumulative drift of each code's centroid, and the cumulative maximum drift.
  package let travelled: Span<Double>
  package let maximum: Double

  @_lifetime(copy uppers, copy lowers, copy travelled)
  package init(
    uppers: consuming MutableSpan<Float>, lowers: consuming MutableSpan<Float>,
    travelled: Span<Double>, maximum: Double
  ) {
    self.uppers = uppers
    self.lowers = lowers
    self.travelled = travelled
    self.maximum = maximum
  }

  package var count: Int { uppers.count }

  /// Whether the first row has bounds; other rows of the tile may differ.
  ///
  /// A tile may be searched in parts, and other parts in the next pass.
  package var areKnown: Bool { count > 0 && uppers[0] < .infinity }

  /// Discards the bounds of every row.
  package mutating func forget() {
    uppers.update(repeating: .infinity)
    lowers.update(repeating: -.infinity)
  }
}
