/// The search of one tile.
extension Yinyang: AssignmentStrategy {
  func assign(
    _ tile: Tile<Scalar>, to codebook: PackedCodebook<Scalar>,
    with workspace: inout Workspace<Scalar>
  ) -> Int? {
    var search = PruningTile(tile, codebook, bounds.tile(tile.range))
    return assign(&search, &workspace)
  }

  private func assign(_ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>)
    -> Int?
  {
    guard continues else { return searchAll(&search, &workspace) }
    findOpen(&search, &workspace)
    let openCount = workspace.pruning.open.count
    if openCount == 0 { return nil }
    for position in 0..<openCount { workspace.pruning.seconds[position] = -1 }
    for group in 0..<groups.count { self.search(group, &search, &workspace) }
    for position in 0..<openCount {
      if workspace.pruning.groups.masks[position] & Self.uncertain != 0 {
        settle(position, &search, &workspace)
      }
      keep(position, &search, &workspace)
    }
    return nil
  }

  /// Lists the open rows, their groups, and the distances to their current centroids.
  private func findOpen(_ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>) {
    let count = findContested(listed: nil, &search, &workspace)
    workspace.pruning.open.count = count
    workspace.pruning.counts.contested += count
    workspace.pruning.open.readCodes(workspace.codes)
    search.measureOpen(&workspace)
    for position in 0..<count {
      let code = Int(workspace.pruning.open.codes[position])
      let row = Int(workspace.pruning.open.numbers[position])
      let squared = workspace.pruning.open.squared[position]
      search.bounds.uppers[row] = Bound.above(
        Bound.distanceAbove(squared) - search.bounds.travelled[code])
      // Read back below, by row.
      workspace.squared[row] = squared
    }
    let left = findContested(listed: count, &search, &workspace)
    workspace.pruning.open.count = left
    workspace.pruning.open.readCodes(workspace.codes)
    for position in 0..<left {
      let row = Int(workspace.pruning.open.numbers[position])
      workspace.pruning.open.squared[position] = workspace.squared[row]
    }
    workspace.pruning.counts.open += left
  }

  private func findContested(
    listed: Int?, _ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>
  ) -> Int {
    workspace.kernels.findContested(
      search.bounds,
      GroupDrift(
        travelled: bounds.drift.travelledAbove.span, maximum: groups.maximumAbove.span),
      listed: listed, workspace)
  }

  /// Searches one group for the open rows whose masks name it.
  private func search(
    _ group: Int, _ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>
  ) {
    let count = workspace.pruning.listRest(group)
    if count == 0 { return }
    if groups.isEmpty(group) {
      for item in 0..<count {
        setLower(Int(workspace.pruning.rest.numbers[item]), group, .infinity, &search.bounds)
      }
      return
    }
    search.gatherRest(count, workspace)
    let own = groups.codebook(group)
    workspace.search.beginTile()
    _ = workspace.search.findNearest(
      in: Tile(workspace.pruning.gatheredRows(count)), among: own,
      codes: workspace.pruning.rest.codes)
    workspace.kernels.distances(
      workspace.pruning.gatheredRows(count), codes: workspace.pruning.rest.codes.span, to: own,
      into: workspace.squared)
    workspace.kernels.findSeconds(
      squared: workspace.squared.view(0..<count), gaps: workspace.search.gaps, margin: own.margin,
      into: workspace.pruning.pairs.beyond)
    workspace.pruning.counts.grouped += count * own.clusterCount
    for item in 0..<count { take(item, of: group, &search, &workspace) }
  }

  /// Updates one open row with the nearest centroid found in a group.
  private func take(
    _ item: Int, of group: Int, _ search: inout PruningTile<Scalar>,
    _ workspace: inout Workspace<Scalar>
  ) {
    let position = Int(workspace.pruning.groups.positions[item])
    let place = groups.starts[group] + Int(workspace.pruning.rest.codes[item])
    let (code, squared) = (groups.codes[place], workspace.squared[item])
    let second = workspace.pruning.pairs.beyond[item]
    if code == workspace.pruning.open.codes[position] {
      workspace.pruning.seconds[position] = second
      return
    }
    let row = Int(workspace.pruning.rest.numbers[item])
    if isNearer(Nearest(code: code, squared: squared), than: position, &search, &workspace) {
      yield(position, &search, &workspace)
      workspace.pruning.open.codes[position] = code
      workspace.pruning.open.squared[position] = squared
      workspace.pruning.seconds[position] = second
    } else {
      setLower(row, group, Bound.distanceBelow(squared), &search.bounds)
    }
  }

  /// Returns whether a centroid is nearer than the nearest so far.
  ///
  /// The lower code wins a tie.
  @inline(__always)
  private func isNearer(
    _ found: Nearest, than position: Int, _ search: inout PruningTile<Scalar>,
    _ workspace: inout Workspace<Scalar>
  ) -> Bool {
    let row = Int(workspace.pruning.open.numbers[position])
    let other = workspace.pruning.open.codes[position]
    var nearest = Nearest(code: other, squared: workspace.pruning.open.squared[position])
    nearest.take(found.code, squared: found.squared)
    if nearest.isCertain(featureCount: search.tile.rows.columnCount) {
      return nearest.code == found.code
    }
    let mask = workspace.pruning.groups.masks[position]
    workspace.pruning.groups.masks[position] = mask | Self.uncertain
    workspace.pruning.candidates[0] = min(found.code, other)
    workspace.pruning.candidates[1] = max(found.code, other)
    let settled = NearTies.nearest(
      to: search.tile.rows[row: row],
      among: workspace.pruning.candidates.view(0..<2),
      of: search.codebook.centroids, scale: search.codebook.frame.scale)
    return settled == found.code
  }

  /// A mask bit that no group uses: rounding left undecided which of two centroids is nearer.
  private static var uncertain: UInt64 { 1 << 63 }

  /// Settles a row by `NearTies` among all centroids that were compared.
  ///
  /// Comparing two at a time is not enough: of three centroids, the first and the last may differ
  /// although both tie with the second.
  private func settle(
    _ position: Int, _ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>
  ) {
    let row = Int(workspace.pruning.open.numbers[position])
    let (mask, own) = (workspace.pruning.groups.masks[position], Int(workspace.codes[row]))
    var count = 0
    for code in groups.groupOfCode.indices
    where mask >> UInt64(groups.groupOfCode[code]) & 1 == 1 || code == own {
      workspace.pruning.candidates[count] = Int32(code)
      count += 1
    }
    let nearest = NearTies.nearest(
      to: search.tile.rows[row: row],
      among: workspace.pruning.candidates.view(0..<count),
      of: search.codebook.centroids, scale: search.codebook.frame.scale)
    guard let nearest, nearest != workspace.pruning.open.codes[position] else { return }
    // The two are equally far, except for rounding.
    yield(position, &search, &workspace)
    workspace.pruning.open.codes[position] = nearest
    workspace.pruning.seconds[position] = -1
  }
}

// Writing of bounds.
extension Yinyang {
  /// Counts the previous nearest centroid among the other centroids of its group.
  private func yield(
    _ position: Int, _ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>
  ) {
    let row = Int(workspace.pruning.open.numbers[position])
    let group = Int(groups.groupOfCode[Int(workspace.pruning.open.codes[position])])
    let distance = Bound.distanceBelow(workspace.pruning.open.squared[position])
    if workspace.pruning.seconds[position] < 0 {
      // The group was not searched: its bound holds for its other centroids.
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

  /// Writes the code and the bounds of an open row.
  private func keep(
    _ position: Int, _ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>
  ) {
    let row = Int(workspace.pruning.open.numbers[position])
    let code = Int(workspace.pruning.open.codes[position])
    let upper = Bound.distanceAbove(workspace.pruning.open.squared[position])
    workspace.codes[row] = Int32(code)
    search.bounds.uppers[row] = Bound.above(upper - search.bounds.travelled[code])
    let second = workspace.pruning.seconds[position]
    if second >= 0 { setLower(row, Int(groups.groupOfCode[code]), second, &search.bounds) }
  }

  /// Compares every row of a tile with every centroid.
  ///
  /// One lower bound then serves all groups.
  private func searchAll(_ search: inout PruningTile<Scalar>, _ workspace: inout Workspace<Scalar>)
    -> Int?
  {
    let count = search.tile.rows.rowCount
    let notFinite = workspace.search.findNearest(
      in: search.tile, among: search.codebook, codes: workspace.codes)
    workspace.kernels.distances(
      search.tile.rows, codes: workspace.codes.span, to: search.codebook,
      into: workspace.pruning.rest.squared)
    workspace.kernels.findSeconds(
      squared: workspace.pruning.rest.squared.view(0..<count), gaps: workspace.search.gaps,
      margin: search.codebook.margin, into: workspace.pruning.seconds)
    for row in 0..<count {
      let squared = workspace.pruning.rest.squared[row]
      let second = workspace.pruning.seconds[row]
      let code = Int(workspace.codes[row])
      search.bounds.uppers[row] = Bound.above(
        Bound.distanceAbove(squared) - search.bounds.travelled[code])
      for group in 0..<groups.count {
        setLower(row, group, groups.isEmpty(group) ? .infinity : second, &search.bounds)
      }
    }
    workspace.pruning.counts.dense += count
    return notFinite
  }
}

extension PruningWorkspace {
  /// Lists the open rows whose masks name a group as `rest`; returns their number.
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
