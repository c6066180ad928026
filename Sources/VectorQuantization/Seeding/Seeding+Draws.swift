// What k-means++ draws.
extension Seeding {
  /// The row of the first centroid, drawn by weight.
  func firstRow(using generator: inout Xoshiro256) -> Int {
    guard weights != nil else { return generator.integer(below: plan.rowCount) }
    var total = 0.0
    forEachTile { rows in
      for row in rows { total += weight(row) }
    }
    var left = generator.uniform() * total
    // Rounding may carry the walk past the last weight, so it ends at the last that is positive.
    var last = 0
    forEachTile { rows in
      for row in rows where left >= 0 && weight(row) > 0 {
        last = row
        left -= weight(row)
      }
    }
    return last
  }

  /// An observation drawn by its share of the potential: first a tile, then a row of it.
  func draw(
    from potential: borrowing Potential, plan: TilePlan, using generator: inout Xoshiro256
  ) -> Int {
    var (tile, left) = potential.drawTile(using: &generator)
    while true {
      let rows = (tile * plan.tileRows)..<min((tile + 1) * plan.tileRows, plan.rowCount)
      // As above; a tile that only rounding led to may have no share at all.
      var last: Int? = nil
      for row in rows where potential.squared.span[row] * weight(row) > 0 {
        last = row
        left -= potential.squared.span[row] * weight(row)
        if left < 0 { break }
      }
      if let last { return last }
      tile = tile == 0 ? potential.tileCount - 1 : tile - 1
    }
  }
}
