/// How far each observation is from the centroids chosen so far, and which is its nearest.
struct Potential: ~Copyable, Sendable {
  /// The squared distance, scaled, of each observation from its nearest centroid; infinite before
  /// there is one.
  let squared: TileMemory<Double>
  /// The number of that centroid, or its complement (a negative number) where another one is so near
  /// that rounding may hide which is nearest.
  let codes: TileMemory<Int32>
  /// The sum of squared distances, times weights, of all tiles before each, and at the end of all.
  private(set) var sums: [Double]

  /// The sum over all observations, when the tiles were last summed.
  var total: Double { sums[sums.count - 1] }

  init(plan: TilePlan) {
    squared = TileMemory(repeating: .infinity, count: plan.rowCount)
    codes = TileMemory(count: plan.rowCount)
    sums = [0]
  }

  var tileCount: Int { sums.count - 1 }

  /// Whether a proposal, drawn by the law of an earlier moment, is a draw by that of now.
  ///
  /// The chance is what its squared distance has become in proportion to what it was; one that lies
  /// on a centroid by now has none.
  func accepts(_ proposal: Proposal, using generator: inout Xoshiro256) -> Bool {
    generator.uniform() * proposal.squared < squared.span[proposal.row]
  }

  /// Takes in the sum of each tile.
  mutating func setTileSums(_ tileSums: [Double]) {
    sums = [0]
    for sum in tileSums { sums.append(sums[sums.count - 1] + sum) }
  }

  /// A tile drawn by its share of the sum, and how far into the tile's sum the draw fell.
  func drawTile(using generator: inout Xoshiro256) -> (tile: Int, rest: Double) {
    let place = generator.uniform() * total
    // The last tile that begins at or before the place and is not empty of shares.
    var (low, high) = (0, sums.count - 2)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle + 1] > place { high = middle } else { low = middle + 1 }
    }
    return (low, place - sums[low])
  }

  /// Lowers the squared distances of the observations of a list to those from one more centroid,
  /// where they are less.
  func lower(by proposal: Int, of lists: borrowing ProposalLists, code: Int32, roundoff: Double) {
    let (rows, found) = (lists.rows(proposal), lists.squared(proposal))
    var squared = squared.lent
    var codes = codes.lent
    for pair in rows.indices {
      let row = Int(rows[pair])
      Self.lower(&squared[row], &codes[row], to: found[pair], by: code, roundoff: roundoff)
    }
  }

  /// Lowers one squared distance, and says whose it is.
  ///
  /// Two squared distances, each rounded, tell which is less if they differ by the share `roundoff`
  /// of the lesser. A later centroid that is nearer by more than that settles what was open.
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
