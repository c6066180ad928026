/// One pass that looks only at the groups of centroids that may hold an observation's nearest.
///
/// Y. Ding et al., "Yinyang k-means", ICML 2015, in a dense form: each group is a codebook, and the
/// rows for which its bound fails are searched in it in one batch.
struct GroupSearch<Scalar: VectorScalar>: AssignmentStrategy, ~Escapable {
  let kernels: Kernels<Scalar>
  let uppers: DisjointTiles<Float>
  /// One a group for each observation.
  let lowers: DisjointTiles<Float>
  let travelled: Span<Double>
  let travelledAbove: Span<Float>
  let groups: GroupLoans<Scalar>
  /// Whether codes of a pass before are there to start from.
  let continues: Bool

  @_lifetime(copy uppers, copy lowers, copy travelled, copy travelledAbove, copy groups)
  init(
    kernels: Kernels<Scalar>, uppers: DisjointTiles<Float>, lowers: DisjointTiles<Float>,
    travelled: Span<Double>, travelledAbove: Span<Float>, groups: GroupLoans<Scalar>,
    continues: Bool
  ) {
    self.kernels = kernels
    self.uppers = uppers
    self.lowers = lowers
    self.travelled = travelled
    self.travelledAbove = travelledAbove
    self.groups = groups
    self.continues = continues
  }

  func assign(
    _ tile: Tile<Scalar>, at rows: Range<Int>, to codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>, margin: Margin, with scratch: inout Scratch<Scalar>
  ) -> Int? {
    let width = groups.count
    var bounds = TileBounds(
      uppers: uppers.lend(rows),
      lowers: lowers.lend((rows.lowerBound * width)..<(rows.upperBound * width)),
      travelled: travelled, greatest: 0)
    guard continues else {
      return searchAll(tile, codebook, frame: frame, margin: margin, &scratch, &bounds)
    }
    let openCount = findOpen(tile.rows, codebook, frame: frame, &scratch, &bounds)
    if openCount == 0 { return nil }
    for position in 0..<openCount { scratch.pruning.seconds[position] = -1 }
    for group in 0..<width {
      search(group, tile.rows, openCount, codebook, frame: frame, &scratch, &bounds)
    }
    for position in 0..<openCount {
      if scratch.pruning.masks[position] & Self.uncertain != 0 {
        settle(position, tile.rows, codebook, frame: frame, &scratch, &bounds)
      }
      keep(position, &scratch, &bounds)
    }
    return nil
  }

  /// Lists the rows that may have a new code, their groups, and their distances to the centroid of
  /// the old.
  private func findOpen(
    _ rows: MatrixSpan<Scalar>, _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) -> Int {
    let count = findContested(listed: nil, &scratch, &bounds)
    scratch.pruning.tally.contested += count
    for position in 0..<count {
      scratch.pruning.open.codes[position] =
        scratch.codes[Int(scratch.pruning.open.numbers[position])]
    }
    kernels.distances(
      rows, numbers: scratch.pruning.open.numbers, codes: scratch.pruning.open.codes, count: count,
      centroids: codebook.centroids, scale: frame.scale, into: &scratch.pruning.open.squared)
    for position in 0..<count {
      let code = Int(scratch.pruning.open.codes[position])
      let upper = Bound.distanceAbove(scratch.pruning.open.squared[position])
      bounds.uppers[Int(scratch.pruning.open.numbers[position])] = Bound.above(
        upper - travelled[code])
      // Found again below, by row.
      scratch.squared[Int(scratch.pruning.open.numbers[position])] =
        scratch.pruning.open.squared[position]
    }
    let left = findContested(listed: count, &scratch, &bounds)
    for position in 0..<left {
      let row = Int(scratch.pruning.open.numbers[position])
      scratch.pruning.open.codes[position] = scratch.codes[row]
      scratch.pruning.open.squared[position] = scratch.squared[row]
    }
    scratch.pruning.tally.open += left
    return left
  }

  private func findContested(
    listed: Int?, _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) -> Int {
    kernels.findContested(
      lowers: bounds.lowers.span, uppers: bounds.uppers.span, codes: scratch.codes,
      travelled: travelledAbove, greatest: groups.greatestAbove, listed: listed,
      rows: &scratch.pruning.open.numbers, masks: &scratch.pruning.masks)
  }

  /// Searches one group for the open rows whose masks name it.
  private func search(
    _ group: Int, _ rows: MatrixSpan<Scalar>, _ openCount: Int,
    _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) {
    var count = 0
    let bit = UInt64(1) << UInt64(group)
    for position in 0..<openCount where scratch.pruning.masks[position] & bit != 0 {
      scratch.pruning.rest.numbers[count] = scratch.pruning.open.numbers[position]
      scratch.pruning.positions[count] = Int32(position)
      count += 1
    }
    if count == 0 { return }
    if groups.isEmpty(group) {
      for item in 0..<count {
        setLower(Int(scratch.pruning.rest.numbers[item]), group, .infinity, &bounds)
      }
      return
    }
    kernels.gather(
      rows, numbers: scratch.pruning.rest.numbers, count: count, into: &scratch.pruning.gathered)
    let elements = scratch.pruning.gathered
    let gathered = MatrixSpan(elements.span, rows: count, columns: rows.columnCount)
    let own = groups.codebook(group, featureCount: rows.columnCount)
    let margin = groups.margin(group, featureCount: rows.columnCount)
    scratch.search.beginTile()
    _ = scratch.search.findNearest(
      in: Tile(gathered), codebook: own, frame: frame, margin: margin,
      codes: &scratch.pruning.rest.codes)
    kernels.distances(
      gathered, codes: scratch.pruning.rest.codes, centroids: own.centroids.elements,
      scale: frame.scale, into: &scratch.squared)
    kernels.findSeconds(
      squared: scratch.squared, gaps: scratch.search.gaps, count: count, margin: margin,
      into: &scratch.pruning.pairs.beyond)
    scratch.pruning.tally.grouped += count * own.clusterCount
    for item in 0..<count {
      let position = Int(scratch.pruning.positions[item])
      let code = groups.codes[groups.starts[group] + Int(scratch.pruning.rest.codes[item])]
      let squared = scratch.squared[item]
      let second = scratch.pruning.pairs.beyond[item]
      if code == scratch.pruning.open.codes[position] {
        scratch.pruning.seconds[position] = second
        continue
      }
      let row = Int(scratch.pruning.rest.numbers[item])
      if isNearer(
        code, squared, than: position, rows[row: row], codebook, frame: frame, &scratch.pruning)
      {
        yield(position, &scratch.pruning, &bounds)
        scratch.pruning.open.codes[position] = code
        scratch.pruning.open.squared[position] = squared
        scratch.pruning.seconds[position] = second
      } else {
        setLower(row, group, Bound.distanceBelow(squared), &bounds)
      }
    }
  }

  /// Whether a centroid is nearer than the nearest so far, or as near and of a lower code.
  @inline(__always)
  private func isNearer(
    _ code: Int32, _ squared: Double, than position: Int, _ row: Span<Scalar>,
    _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    _ scratch: inout PruningScratch<Scalar>
  ) -> Bool {
    let (best, other) = (scratch.open.squared[position], scratch.open.codes[position])
    var nearest = Nearest(code: other, squared: best)
    nearest.take(code, squared: squared)
    if nearest.isCertain(featureCount: row.count) { return nearest.code == code }
    scratch.masks[position] |= Self.uncertain
    scratch.candidates[0] = min(code, other)
    scratch.candidates[1] = max(code, other)
    let settled = NearTies.nearest(
      to: row, among: scratch.candidates.span.extracting(0..<2), of: codebook.centroids,
      scale: frame.scale)
    return settled == code
  }

  /// A bit that no group has: says of a row's mask that rounding left open which of two is nearer.
  private static var uncertain: UInt64 { 1 << 63 }

  /// Settles a row by `NearTies` among all that were compared: of three, the outer two may differ
  /// though the others tie, so that it takes more than a look at two at a time.
  private func settle(
    _ position: Int, _ rows: MatrixSpan<Scalar>, _ codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>, _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) {
    let row = Int(scratch.pruning.open.numbers[position])
    let (mask, own) = (scratch.pruning.masks[position], Int(scratch.codes[row]))
    var count = 0
    for code in groups.groupOfCode.indices
    where mask >> UInt64(groups.groupOfCode[code]) & 1 == 1 || code == own {
      scratch.pruning.candidates[count] = Int32(code)
      count += 1
    }
    let nearest = NearTies.nearest(
      to: rows[row: row], among: scratch.pruning.candidates.span.extracting(0..<count),
      of: codebook.centroids, scale: frame.scale)
    guard let nearest, nearest != scratch.pruning.open.codes[position] else { return }
    // They are equally far, but for rounding.
    yield(position, &scratch.pruning, &bounds)
    scratch.pruning.open.codes[position] = nearest
    scratch.pruning.seconds[position] = -1
  }

  /// The nearest so far is not the nearest: it counts among the others of its group.
  private func yield(
    _ position: Int, _ scratch: inout PruningScratch<Scalar>, _ bounds: inout TileBounds
  ) {
    let (row, group) = (
      Int(scratch.open.numbers[position]),
      Int(groups.groupOfCode[Int(scratch.open.codes[position])])
    )
    let distance = Bound.distanceBelow(scratch.open.squared[position])
    if scratch.seconds[position] < 0 {
      // The group was not searched: its bound holds for the others.
      let index = row * groups.count + group
      bounds.lowers[index] = min(
        bounds.lowers[index], Bound.below(distance + groups.greatest[group]))
    } else {
      setLower(row, group, distance, &bounds)
    }
  }

  @inline(__always)
  private func setLower(_ row: Int, _ group: Int, _ distance: Double, _ bounds: inout TileBounds) {
    bounds.lowers[row * groups.count + group] = Bound.below(distance + groups.greatest[group])
  }

  /// Writes down what is now known of an open row.
  private func keep(
    _ position: Int, _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) {
    let (row, code) = (
      Int(scratch.pruning.open.numbers[position]), Int(scratch.pruning.open.codes[position])
    )
    let upper = Bound.distanceAbove(scratch.pruning.open.squared[position])
    scratch.codes[row] = Int32(code)
    bounds.uppers[row] = Bound.above(upper - travelled[code])
    let second = scratch.pruning.seconds[position]
    if second >= 0 { setLower(row, Int(groups.groupOfCode[code]), second, &bounds) }
  }

  /// Compares every row of a tile with every centroid; one lower bound then serves all groups.
  private func searchAll(
    _ tile: Tile<Scalar>, _ codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>, margin: Margin,
    _ scratch: inout Scratch<Scalar>, _ bounds: inout TileBounds
  ) -> Int? {
    let count = tile.rows.rowCount
    let notFinite = scratch.search.findNearest(
      in: tile, codebook: codebook, frame: frame, margin: margin, codes: &scratch.codes)
    kernels.distances(
      tile.rows, codes: scratch.codes, centroids: codebook.centroids.elements, scale: frame.scale,
      into: &scratch.pruning.rest.squared)
    kernels.findSeconds(
      squared: scratch.pruning.rest.squared, gaps: scratch.search.gaps, count: count,
      margin: margin, into: &scratch.pruning.seconds)
    for row in 0..<count {
      let squared = scratch.pruning.rest.squared[row]
      let second = scratch.pruning.seconds[row]
      bounds.uppers[row] = Bound.above(
        Bound.distanceAbove(squared) - travelled[Int(scratch.codes[row])])
      for group in 0..<groups.count {
        setLower(row, group, groups.isEmpty(group) ? .infinity : second, &bounds)
      }
    }
    scratch.pruning.tally.dense += count
    return notFinite
  }
}
