/// The iteration for one feature: each cluster is a range of the sorted observations.
///
/// Binary search finds the border between neighbouring centroids. The sum between two borders is
/// the difference of two prefix sums. The idea comes from dynamic programs for one feature (H. Wang
/// and M. Song, "Ckmeans.1d.dp", The R Journal 3, 2011), applied to Lloyd's iterations.
extension SortedObservations {
  /// Adds up the observations by nearest centroid, for each run in `slots`.
  ///
  /// - Parameters:
  ///   - wave: The runs. Their own sums are filled, so chunks have nothing to merge.
  ///   - slots: The slots of the runs.
  ///   - pass: Specifies whether distances are added up too. Results are incomplete if its
  ///     execution is stopped.
  /// - Complexity: O(*k* log *n* + *k* log *k*) per run.
  func run(_ wave: borrowing Wave<Scalar>, slots: [Int], _ pass: Pass<Scalar>) {
    // Finding a border takes about as long as this many multiplications.
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

  /// The centroids in ascending order; of equal centroids, the first.
  ///
  /// Centroids that are not finite have no observations. If none is finite, code 0 has all
  /// observations.
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

/// The sums from which the distances of a range's observations to its centroid are computed.
private struct StretchSums {
  /// The sums of the range.
  let total: PreciseSums
  /// The prefix sums at the start of the range.
  let lower: PreciseSums
  /// The prefix sums at the first observation that is not less than the centroid.
  let split: PreciseSums
  /// The prefix sums at the end of the range.
  let upper: PreciseSums
}

extension MutableSpan<Double> {
  /// Adds the squared distances, and the distances, of a range's observations to its centroid.
  ///
  /// - Parameters:
  ///   - stretch: The sums of the range.
  ///   - centroid: The centroid minus the frame's origin.
  ///   - scale: The scale of the frame.
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
    // The numbers above the centroid minus those below it, minus the centroid as many times.
    var (above, below) = (stretch.upper, stretch.split)
    above.subtract(stretch.split)
    below.subtract(stretch.lower)
    above.subtract(below)
    var distances = above.sum.scaled(by: scale)
    distances.add(center.times(above.weight).negated)
    self[0] += Self.magnitude(squares)
    self[1] += Self.magnitude(distances)
  }

  /// At least 0, because rounding can make the value negative; infinite if it overflowed.
  private static func magnitude(_ value: DoubleDouble) -> Double {
    value.high.isNaN ? .infinity : max(0, value.high)
  }
}
