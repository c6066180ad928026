/// The iteration of one feature: each cluster is a stretch of the sorted observations.
///
/// Between neighbouring centroids a border is found by binary search, and what lies between two
/// borders is the difference of two running tallies. The idea is that of the dynamic programs for one
/// feature (H. Wang and M. Song, "Ckmeans.1d.dp", The R Journal 3, 2011), used for Lloyd's steps.
extension SortedObservations {
  /// Adds up the observations by nearest centroid, for each run in `slots`.
  ///
  /// - Parameters:
  ///   - wave: The runs. Their own sums are filled, so chunks hold nothing to merge.
  ///   - slots: Those to work on.
  ///   - measures: Whether distances are added up as well.
  ///   - stop: Ends the pass early; results are then incomplete.
  /// - Complexity: O(*k* log *n* + *k* log *k*) a run.
  func run(
    _ wave: inout Wave<Scalar>, slots: [Int], measures: Bool, stop: StopFlag?
  ) {
    // A border takes about as long as so many multiplications.
    let work = slots.count * wave.plan.clusterCount * 512
    let threads = min(wave.workers, 1 + work / Workers.grain)
    let loans = wave.slotLoans()
    parallelFor(slots.count, workers: threads, stop: stop) { _, queue in
      while let index = queue.take() {
        var sums = loans.sums(slots[index])
        sums.clearSums()
        sums.clearFigures()
        addUp(by: loans.centroids(slots[index]), to: &sums, measures: measures)
      }
    }
  }

  private func addUp(
    by centroids: MatrixSpan<Scalar>, to sums: inout PartialSums, measures: Bool
  ) {
    let stops = Self.stops(centroids)
    var (start, lower) = (0, tally(upTo: 0))
    for position in stops.indices {
      let stop = stops[position]
      var end = values.numbers.count
      if position + 1 < stops.count {
        let next = stops[position + 1]
        let border = Border(
          between: stop.centroid, and: next.centroid, leftHasTies: stop.code < next.code)
        end = values.firstIndex(from: start) { !border.isLeft(Double($0)) }
      }
      if start == end { continue }
      let upper = tally(upTo: end)
      let total = tally(of: start..<end, from: lower, to: upper)
      sums.add(total, count: end - start, code: stop.code)
      if measures {
        let middle = values.firstIndex(from: start) { Double($0) >= stop.centroid }
        let split = tally(upTo: min(middle, end))
        sums.addFigures(
          of: total, from: lower, by: split, to: upper,
          centroid: DoubleDouble(difference: stop.centroid, frame.origin[0]), scale: frame.scale)
      }
      (start, lower) = (end, upper)
    }
  }

  /// The centroids in ascending order, of equal ones the first.
  ///
  /// Those that are not finite have no observations; if none is, code 0 has all.
  private static func stops(_ centroids: MatrixSpan<Scalar>) -> [(centroid: Double, code: Int)] {
    var stops: [(centroid: Double, code: Int)] = []
    stops.reserveCapacity(centroids.rowCount)
    for code in 0..<centroids.rowCount where centroids[code, 0].isFinite {
      stops.append((Double(centroids[code, 0]), code))
    }
    if stops.isEmpty { return [(0, 0)] }
    stops.sort { ($0.centroid, $0.code) < ($1.centroid, $1.code) }
    var kept = 1
    for position in 1..<stops.count where stops[position].centroid != stops[kept - 1].centroid {
      stops[kept] = stops[position]
      kept += 1
    }
    stops.removeSubrange(kept...)
    return stops
  }
}

extension PartialSums {
  /// Adds the observations of one code.
  fileprivate mutating func add(_ tally: Tally, count: Int, code: Int) {
    sums[code] = tally.sum.high
    counts[code] = Int64(count)
    if !totals.isEmpty { totals[code] = tally.weight.high }
  }

  /// Adds the squared distances of a stretch's observations from its centroid, and their distances.
  ///
  /// - Parameters:
  ///   - total: What the stretch adds up to.
  ///   - lower: The tally where it begins.
  ///   - split: That at the first observation that is not less than the centroid.
  ///   - upper: That where it ends.
  ///   - centroid: The centroid less the frame's origin.
  ///   - scale: The frame's scale.
  fileprivate mutating func addFigures(
    of total: Tally, from lower: Tally, by split: Tally, to upper: Tally, centroid: DoubleDouble,
    scale: Double
  ) {
    let center = centroid.scaled(by: scale)
    let sum = total.sum.scaled(by: scale)
    // Σ w (x − c)² = Σ w x² − 2c Σ w x + c² Σ w
    var squares = total.squares
    squares.add(center.times(sum).scaled(by: -2))
    squares.add(center.times(center).times(total.weight))
    // Those above the centroid, less those below it, less as many centroids.
    var (above, below) = (upper, split)
    above.subtract(split)
    below.subtract(lower)
    above.subtract(below)
    var distances = above.sum.scaled(by: scale)
    distances.add(center.times(above.weight).negated)
    figures[0] += Self.magnitude(squares)
    figures[1] += Self.magnitude(distances)
  }

  /// Not less than 0, as it may come out by rounding, and infinite where it overflowed.
  private static func magnitude(_ value: DoubleDouble) -> Double {
    value.high.isNaN ? .infinity : max(0, value.high)
  }
}
