/// The iteration of one feature: each cluster is a stretch of the sorted observations.
///
/// Between neighbouring centroids a border is found by binary search, and what lies between two
/// borders is the difference of two prefix sums. The idea is that of the dynamic programs for one
/// feature (H. Wang and M. Song, "Ckmeans.1d.dp", The R Journal 3, 2011), used for Lloyd's steps.
extension SortedObservations {
  /// Adds up the observations by nearest centroid, for each run in `slots`.
  ///
  /// - Parameters:
  ///   - wave: The runs. Their own sums are filled, so chunks hold nothing to merge.
  ///   - slots: Those to work on.
  ///   - pass: Says whether distances are added up as well; results are incomplete if its execution is
  ///     stopped.
  /// - Complexity: O(*k* log *n* + *k* log *k*) a run.
  func run(_ wave: borrowing Wave<Scalar>, slots: [Int], _ pass: Pass<Scalar>) {
    // A border takes about as long as so many multiplications.
    let work = slots.count * wave.plan.clusterCount * 512
    let threads = min(wave.codebooks.workers, 1 + work / Workers.grain)
    let measures = pass.measures
    parallelFor(slots.count, workers: threads, stop: pass.execution.stop) { _, queue in
      while let index = queue.take() {
        var sums = wave.runSums.record(slots[index])
        var figures = wave.figures.all(slot: slots[index])
        sums.clear()
        figures.update(repeating: 0)
        addUp(by: wave.codebooks.centroids(slots[index]), to: &sums, &figures, measures: measures)
      }
    }
  }

  private func addUp(
    by centroids: MatrixSpan<Double>, to sums: inout PartialSums,
    _ figures: inout MutableSpan<Double>, measures: Bool
  ) {
    let (stops, numbers) = (Self.stops(centroids), values.numbers)
    var (start, lower) = (0, prefixSums(upTo: 0))
    for position in stops.indices {
      let stop = stops[position]
      var end = numbers.count
      if position + 1 < stops.count {
        let next = stops[position + 1]
        let border = Border(
          between: stop.centroid, and: next.centroid, leftHasTies: stop.code < next.code)
        end = numbers.firstIndex(from: start) { !border.isLeft(Double($0)) }
      }
      if start == end { continue }
      let upper = prefixSums(upTo: end)
      let total = rangeSums(of: start..<end, from: lower, to: upper)
      sums.add(total, count: end - start, code: stop.code)
      if measures {
        let middle = numbers.firstIndex(from: start) { Double($0) >= stop.centroid }
        let split = prefixSums(upTo: min(middle, end))
        figures.add(
          StretchSums(total: total, lower: lower, split: split, upper: upper),
          centroid: DoubleDouble(difference: stop.centroid, frame.origin[0]), scale: frame.scale)
      }
      (start, lower) = (end, upper)
    }
  }

  /// The centroids in ascending order, of equal ones the first.
  ///
  /// Those that are not finite have no observations; if none is, code 0 has all.
  private static func stops(_ centroids: MatrixSpan<Double>) -> [(centroid: Double, code: Int)] {
    var stops: [(centroid: Double, code: Int)] = []
    stops.reserveCapacity(centroids.rowCount)
    for code in 0..<centroids.rowCount where centroids[code, 0].isFinite {
      stops.append((centroids[code, 0], code))
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
  fileprivate mutating func add(_ total: PreciseSums, count: Int, code: Int) {
    sums[code] = total.sum.high
    counts[code] = Int64(count)
    if !totals.isEmpty { totals[code] = total.weight.high }
  }
}

/// What tells how far the observations of a stretch lie from its centroid.
private struct StretchSums {
  /// What the stretch adds up to.
  let total: PreciseSums
  /// The prefix sums where it begins.
  let lower: PreciseSums
  /// That at the first observation that is not less than the centroid.
  let split: PreciseSums
  /// That where it ends.
  let upper: PreciseSums
}

extension MutableSpan<Double> {
  /// Adds the squared distances of a stretch's observations from its centroid, and their distances.
  ///
  /// - Parameters:
  ///   - stretch: Its sums.
  ///   - centroid: The centroid less the frame's origin.
  ///   - scale: The frame's scale.
  fileprivate mutating func add(
    _ stretch: StretchSums, centroid: DoubleDouble, scale: Double
  ) {
    let total = stretch.total
    let center = centroid.scaled(by: scale)
    let sum = total.sum.scaled(by: scale)
    // Σ w (x − c)² = Σ w x² − 2c Σ w x + c² Σ w
    var squares = total.squares
    squares.add(center.times(sum).scaled(by: -2))
    squares.add(center.times(center).times(total.weight))
    // Those above the centroid, less those below it, less as many centroids.
    var (above, below) = (stretch.upper, stretch.split)
    above.subtract(stretch.split)
    below.subtract(stretch.lower)
    above.subtract(below)
    var distances = above.sum.scaled(by: scale)
    distances.add(center.times(above.weight).negated)
    self[0] += Self.magnitude(squares)
    self[1] += Self.magnitude(distances)
  }

  /// Not less than 0, as it may come out by rounding, and infinite where it overflowed.
  private static func magnitude(_ value: DoubleDouble) -> Double {
    value.high.isNaN ? .infinity : max(0, value.high)
  }
}
