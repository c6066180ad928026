/// Sums of observations by code: the contribution of a chunk or a run to the next centroids.
///
/// Sums are taken of differences from the frame's origin, in `Double`. So neither a common offset
/// nor many observations cost accuracy.
struct PartialSums: ~Copyable, ~Escapable {
  /// For each code, the weighted sum of its observations, one number for each feature.
  var sums: MutableSpan<Double>
  /// For each code, the number of its observations.
  var counts: MutableSpan<Int64>
  /// For each code, the total weight of its observations; empty if there are no weights.
  var totals: MutableSpan<Double>
  /// The first code of the record.
  let firstCode: Int

  @_lifetime(copy sums, copy counts, copy totals)
  init(
    sums: consuming MutableSpan<Double>, counts: consuming MutableSpan<Int64>,
    totals: consuming MutableSpan<Double>, firstCode: Int
  ) {
    self.sums = sums
    self.counts = counts
    self.totals = totals
    self.firstCode = firstCode
  }

  /// Sets all sums to 0.
  mutating func clear() {
    sums.update(repeating: 0)
    counts.update(repeating: 0)
    totals.update(repeating: 0)
  }
}

/// The memory of several records of partial sums, one after the other.
struct SumsMemory: ~Copyable, Sendable {
  let clusterCount: Int
  let featureCount: Int
  let isWeighted: Bool
  // Aligned to cache lines, so that eight features of a sum lie in one line, not in two.
  private var sums: TileMemory<Double>
  private var counts: TileMemory<Int64>
  private var totals: TileMemory<Double>

  /// Allocates `recordCount` records for the shape of a plan.
  init(recordCount: Int, plan: TilePlan, isWeighted: Bool) {
    let (k, d) = (plan.clusterCount, plan.featureCount)
    (clusterCount, featureCount) = (k, d)
    self.isWeighted = isWeighted
    sums = TileMemory(count: recordCount * k * d)
    counts = TileMemory(count: recordCount * k)
    totals = TileMemory(count: isWeighted ? recordCount * k : 0)
  }

  /// A record, or its part for a range of codes; empty if there are no records.
  @_lifetime(borrow self)
  func record(_ number: Int, codes: Range<Int>? = nil) -> PartialSums {
    if counts.isEmpty {
      return PartialSums(
        sums: sums.lend(0..<0), counts: counts.lend(0..<0), totals: totals.lend(0..<0),
        firstCode: 0)
    }
    let range = entries(number, codes)
    return PartialSums(
      sums: sums.lend((range.lowerBound * featureCount)..<(range.upperBound * featureCount)),
      counts: counts.lend(range), totals: totals.lend(isWeighted ? range : 0..<0),
      firstCode: codes?.lowerBound ?? 0)
  }

  /// A record that several workers add to, or its part for a range of codes; empty if there are no
  /// records.
  ///
  /// Each worker adds only in its turn, or only to its own features.
  @_lifetime(borrow self)
  func sharedRecord(_ number: Int, codes: Range<Int>? = nil) -> PartialSums {
    let range = counts.isEmpty ? 0..<0 : entries(number, codes)
    return PartialSums(
      sums: sums.lendInTurn((range.lowerBound * featureCount)..<(range.upperBound * featureCount)),
      counts: counts.lendInTurn(range), totals: totals.lendInTurn(isWeighted ? range : 0..<0),
      firstCode: codes?.lowerBound ?? 0)
  }

  /// The sum of one code in a record, one number for each feature.
  @_lifetime(borrow self)
  func sum(_ number: Int, code: Int) -> Span<Double> {
    let entry = number * clusterCount + code
    return sums.view((entry * featureCount)..<((entry + 1) * featureCount))
  }

  /// The total weight of a code's observations; their number if there are no weights.
  func weight(_ number: Int, code: Int) -> Double {
    let entry = number * clusterCount + code
    return isWeighted ? totals.span[entry] : Double(counts.span[entry])
  }

  /// Sets the sums and counts of all codes in a record without weights.
  func set(_ number: Int, sums newSums: [Double], counts newCounts: [Int64]) {
    var record = record(number)
    for index in newSums.indices { record.sums[index] = newSums[index] }
    for index in newCounts.indices { record.counts[index] = newCounts[index] }
  }

  /// A record's counts.
  @_lifetime(borrow self)
  func counts(_ number: Int) -> Span<Int64> { counts.view(entries(number, nil)) }

  /// A record's sums.
  @_lifetime(borrow self)
  func sums(_ number: Int) -> Span<Double> {
    let width = clusterCount * featureCount
    return sums.view((number * width)..<((number + 1) * width))
  }

  private func entries(_ number: Int, _ codes: Range<Int>?) -> Range<Int> {
    let start = number * clusterCount
    let codes = codes ?? 0..<clusterCount
    return (start + codes.lowerBound)..<(start + codes.upperBound)
  }
}
