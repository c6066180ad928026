// The draws of k-means++.
extension Seeding {
  /// Draws the row of the first centroid by weight.
  func firstRow(using generator: inout Xoshiro256) -> Int {
    guard weights != nil else { return generator.integer(below: plan.rowCount) }
    var total = 0.0
    forEachTile { rows in
      for row in rows { total += weight(row) }
    }
    var left = generator.uniform() * total
    // Rounding may lead past the last weight, so the walk ends at the last positive weight.
    var last = 0
    forEachTile { rows in
      for row in rows where left >= 0 && weight(row) > 0 {
        last = row
        left -= weight(row)
      }
    }
    return last
  }

  /// Draws an observation by its share of the potential: first a tile, then a row of it.
  func draw(
    from potential: borrowing Potential, plan: TilePlan, using generator: inout Xoshiro256
  ) -> Int {
    var (tile, left) = potential.drawTile(using: &generator)
    while true {
      let rows = (tile * plan.tileRows)..<min((tile + 1) * plan.tileRows, plan.rowCount)
      // As in `firstRow`. A tile that was reached only by rounding may have a potential of 0.
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
