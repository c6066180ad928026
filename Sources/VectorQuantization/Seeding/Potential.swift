/// For each observation, the distance from the chosen centroids, and the nearest of them.
struct Potential: ~Copyable, Sendable {
  /// The squared distance, scaled, of each observation from its nearest centroid; infinite before
  /// the first centroid.
  let squared: TileMemory<Double>
  /// The number of the nearest centroid.
  ///
  /// Its complement (a negative number) if another centroid is so near that rounding may hide which
  /// one is nearest.
  let codes: TileMemory<Int32>
  /// Prefix sums over the tiles: the weighted squared distances of all tiles before each tile, then
  /// the total.
  private(set) var sums: [Double]

  /// The sum over all observations, at the time the tiles were last summed.
  var total: Double { sums[sums.count - 1] }

  init(plan: TilePlan) {
    squared = TileMemory(repeating: .infinity, count: plan.rowCount)
    codes = TileMemory(count: plan.rowCount)
    sums = [0]
  }

  var tileCount: Int { sums.count - 1 }

  /// Returns whether a proposal from an earlier distribution counts as a draw from the current one.
  ///
  /// The probability is the ratio of its squared distance now to that when it was drawn. A proposal
  /// that lies on a centroid now is never accepted.
  func accepts(_ proposal: Proposal, using generator: inout Xoshiro256) -> Bool {
    generator.uniform() * proposal.squared < squared.span[proposal.row]
  }

  /// Sets the sum of each tile.
  mutating func setTileSums(_ tileSums: [Double]) {
    sums = [0]
    for sum in tileSums { sums.append(sums[sums.count - 1] + sum) }
  }

  /// Draws a tile by its share of the total.
  ///
  /// Also returns the position of the draw within the tile's sum.
  func drawTile(using generator: inout Xoshiro256) -> (tile: Int, rest: Double) {
    let place = generator.uniform() * total
    // The first tile whose end exceeds the place, so that tiles without a share are skipped.
    var (low, high) = (0, sums.count - 2)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle + 1] > place { high = middle } else { low = middle + 1 }
    }
    return (low, place - sums[low])
  }

  /// Lowers the squared distances of a list's observations to those from one more centroid, where
  /// these are smaller.
  func lower(by proposal: Int, of lists: borrowing ProposalLists, code: Int32, roundoff: Double) {
    let (rows, found) = (lists.rows(proposal), lists.squared(proposal))
    var squared = squared.lent
    var codes = codes.lent
    for pair in rows.indices {
      let row = Int(rows[pair])
      Self.lower(&squared[row], &codes[row], to: found[pair], by: code, roundoff: roundoff)
    }
  }

  /// Lowers one squared distance, and updates its centroid.
  ///
  /// Of two rounded squared distances, it is certain which is smaller if they differ by more than
  /// the fraction `roundoff` of the smaller. A later centroid that is nearer by more than that
  /// settles an open case.
  @inline(__always)
  static func lower(
    _ squared: inout Double, _ code: inout Int32, to found: Double, by new: Int32, roundoff: Double
  ) {
    if found < squared {
      code = found * (1 + roundoff) < squared ? new : ~new
      squared = found
    } else if found <= squared * (1 + roundoff), code >= 0 {
      code = ~code
    }
  }
}
