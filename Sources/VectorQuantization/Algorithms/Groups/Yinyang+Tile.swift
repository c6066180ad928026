/// The search of one tile.
extension Yinyang: AssignmentStrategy {
  func assign(
    _ tile: Tile<Scalar>, to codebook: PackedCodebook<Scalar>, with scratch: inout Scratch<Scalar>
  ) -> Int? {
    var search = TileSearch(tile, codebook, bounds.tile(tile.range))
    return assign(&search, &scratch)
  }

  private func assign(_ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>) -> Int?
  {
    guard continues else { return searchAll(&search, &scratch) }
    findOpen(&search, &scratch)
    let openCount = scratch.pruning.open.count
    if openCount == 0 { return nil }
    for position in 0..<openCount { scratch.pruning.seconds[position] = -1 }
    for group in 0..<groups.count { self.search(group, &search, &scratch) }
    for position in 0..<openCount {
      if scratch.pruning.groups.masks[position] & Self.uncertain != 0 {
        settle(position, &search, &scratch)
      }
      keep(position, &search, &scratch)
    }
    return nil
  }

  /// Lists the rows that may have a new code, their groups, and their distances to the centroid of
  /// the old.
  private func findOpen(_ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>) {
    let count = findContested(listed: nil, &search, &scratch)
    scratch.pruning.open.count = count
    scratch.pruning.tally.contested += count
    scratch.pruning.open.readCodes(scratch.codes)
    search.measureOpen(&scratch)
    for position in 0..<count {
      let code = Int(scratch.pruning.open.codes[position])
      let row = Int(scratch.pruning.open.numbers[position])
      let squared = scratch.pruning.open.squared[position]
      search.bounds.uppers[row] = Bound.above(
        Bound.distanceAbove(squared) - search.bounds.travelled[code])
      // Found again below, by row.
      scratch.squared[row] = squared
    }
    let left = findContested(listed: count, &search, &scratch)
    scratch.pruning.open.count = left
    scratch.pruning.open.readCodes(scratch.codes)
    for position in 0..<left {
      let row = Int(scratch.pruning.open.numbers[position])
      scratch.pruning.open.squared[position] = scratch.squared[row]
    }
    scratch.pruning.tally.open += left
  }

  private func findContested(
    listed: Int?, _ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>
  ) -> Int {
    scratch.kernels.findContested(
      search.bounds,
      GroupDrift(
        travelled: bounds.drift.travelledAbove.span, maximum: groups.maximumAbove.span),
      listed: listed, scratch)
  }

  /// Searches one group for the open rows whose masks name it.
  private func search(
    _ group: Int, _ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>
  ) {
    let count = scratch.pruning.listRest(group)
    if count == 0 { return }
    if groups.isEmpty(group) {
      for item in 0..<count {
        setLower(Int(scratch.pruning.rest.numbers[item]), group, .infinity, &search.bounds)
      }
      return
    }
    search.gatherRest(count, scratch)
    let own = groups.codebook(group)
    scratch.search.beginTile()
    _ = scratch.search.findNearest(
      in: Tile(scratch.pruning.gatheredRows(count)), among: own,
      codes: scratch.pruning.rest.codes)
    scratch.kernels.distances(
      scratch.pruning.gatheredRows(count), codes: scratch.pruning.rest.codes.span, to: own,
      into: scratch.squared)
    scratch.kernels.findSeconds(
      squared: scratch.squared.view(0..<count), gaps: scratch.search.gaps, margin: own.margin,
      into: scratch.pruning.pairs.beyond)
    scratch.pruning.tally.grouped += count * own.clusterCount
    for item in 0..<count { take(item, of: group, &search, &scratch) }
  }

  /// Takes in the nearest centroid of a group that was found for one open row.
  private func take(
    _ item: Int, of group: Int, _ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>
  ) {
    let position = Int(scratch.pruning.groups.positions[item])
    let place = groups.starts[group] + Int(scratch.pruning.rest.codes[item])
    let (code, squared) = (groups.codes[place], scratch.squared[item])
    let second = scratch.pruning.pairs.beyond[item]
    if code == scratch.pruning.open.codes[position] {
      scratch.pruning.seconds[position] = second
      return
    }
    let row = Int(scratch.pruning.rest.numbers[item])
    if isNearer(Nearest(code: code, squared: squared), than: position, &search, &scratch) {
      yield(position, &search, &scratch)
      scratch.pruning.open.codes[position] = code
      scratch.pruning.open.squared[position] = squared
      scratch.pruning.seconds[position] = second
    } else {
      setLower(row, group, Bound.distanceBelow(squared), &search.bounds)
    }
  }

  /// Whether a centroid is nearer than the nearest so far, or as near and of a lower code.
  @inline(__always)
  private func isNearer(
    _ found: Nearest, than position: Int, _ search: inout TileSearch<Scalar>,
    _ scratch: inout Scratch<Scalar>
  ) -> Bool {
    let row = Int(scratch.pruning.open.numbers[position])
    let other = scratch.pruning.open.codes[position]
    var nearest = Nearest(code: other, squared: scratch.pruning.open.squared[position])
    nearest.take(found.code, squared: found.squared)
    if nearest.isCertain(featureCount: search.tile.rows.columnCount) {
      return nearest.code == found.code
    }
    let mask = scratch.pruning.groups.masks[position]
    scratch.pruning.groups.masks[position] = mask | Self.uncertain
    scratch.pruning.candidates[0] = min(found.code, other)
    scratch.pruning.candidates[1] = max(found.code, other)
    let settled = NearTies.nearest(
      to: search.tile.rows[row: row],
      among: scratch.pruning.candidates.view(0..<2),
      of: search.codebook.centroids, scale: search.codebook.frame.scale)
    return settled == found.code
  }

  /// A bit that no group has: says of a row's mask that rounding left open which of two is nearer.
  private static var uncertain: UInt64 { 1 << 63 }

  /// Settles a row by `NearTies` among all that were compared: of three, the outer two may differ
  /// though the others tie, so that it takes more than a look at two at a time.
  private func settle(
    _ position: Int, _ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>
  ) {
    let row = Int(scratch.pruning.open.numbers[position])
    let (mask, own) = (scratch.pruning.groups.masks[position], Int(scratch.codes[row]))
    var count = 0
    for code in groups.groupOfCode.indices
    where mask >> UInt64(groups.groupOfCode[code]) & 1 == 1 || code == own {
      scratch.pruning.candidates[count] = Int32(code)
      count += 1
    }
    let nearest = NearTies.nearest(
      to: search.tile.rows[row: row],
      among: scratch.pruning.candidates.view(0..<count),
      of: search.codebook.centroids, scale: search.codebook.frame.scale)
    guard let nearest, nearest != scratch.pruning.open.codes[position] else { return }
    // They are equally far, except for rounding.
    yield(position, &search, &scratch)
    scratch.pruning.open.codes[position] = nearest
    scratch.pruning.seconds[position] = -1
  }
}

// What is written down.
extension Yinyang {
  /// The nearest so far is not the nearest: it counts among the others of its group.
  private func yield(
    _ position: Int, _ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>
  ) {
    let row = Int(scratch.pruning.open.numbers[position])
    let group = Int(groups.groupOfCode[Int(scratch.pruning.open.codes[position])])
    let distance = Bound.distanceBelow(scratch.pruning.open.squared[position])
    if scratch.pruning.seconds[position] < 0 {
      // The group was not searched: its bound holds for the others.
      let index = row * groups.count + group
      search.bounds.lowers[index] = min(
        search.bounds.lowers[index], Bound.below(distance + groups.maximum[group]))
    } else {
      setLower(row, group, distance, &search.bounds)
    }
  }

  @inline(__always)
  private func setLower(_ row: Int, _ group: Int, _ distance: Double, _ bounds: inout TileBounds) {
    bounds.lowers[row * groups.count + group] = Bound.below(distance + groups.maximum[group])
  }

  /// Writes down what is now known of an open row.
  private func keep(
    _ position: Int, _ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>
  ) {
    let row = Int(scratch.pruning.open.numbers[position])
    let code = Int(scratch.pruning.open.codes[position])
    let upper = Bound.distanceAbove(scratch.pruning.open.squared[position])
    scratch.codes[row] = Int32(code)
    search.bounds.uppers[row] = Bound.above(upper - search.bounds.travelled[code])
    let second = scratch.pruning.seconds[position]
    if second >= 0 { setLower(row, Int(groups.groupOfCode[code]), second, &search.bounds) }
  }

  /// Compares every row of a tile with every centroid; one lower bound then serves all groups.
  private func searchAll(_ search: inout TileSearch<Scalar>, _ scratch: inout Scratch<Scalar>)
    -> Int?
  {
    let count = search.tile.rows.rowCount
    let notFinite = scratch.search.findNearest(
      in: search.tile, among: search.codebook, codes: scratch.codes)
    scratch.kernels.distances(
      search.tile.rows, codes: scratch.codes.span, to: search.codebook,
      into: scratch.pruning.rest.squared)
    scratch.kernels.findSeconds(
      squared: scratch.pruning.rest.squared.view(0..<count), gaps: scratch.search.gaps,
      margin: search.codebook.margin, into: scratch.pruning.seconds)
    for row in 0..<count {
      let squared = scratch.pruning.rest.squared[row]
      let second = scratch.pruning.seconds[row]
      let code = Int(scratch.codes[row])
      search.bounds.uppers[row] = Bound.above(
        Bound.distanceAbove(squared) - search.bounds.travelled[code])
      for group in 0..<groups.count {
        setLower(row, group, groups.isEmpty(group) ? .infinity : second, &search.bounds)
      }
    }
    scratch.pruning.tally.dense += count
    return notFinite
  }
}

extension PruningScratch {
  /// Lists as the rest the open rows whose masks name a group; returns how many there are.
  fileprivate mutating func listRest(_ group: Int) -> Int {
    var count = 0
    let bit = UInt64(1) << UInt64(group)
    for position in 0..<open.count where groups.masks[position] & bit != 0 {
      rest.numbers[count] = open.numbers[position]
      groups.positions[count] = Int32(position)
      count += 1
    }
    return count
  }
}
