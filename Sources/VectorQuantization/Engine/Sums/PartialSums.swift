/// What some observations add up to, by code: the share that a chunk, or a run, has in the next
/// centroids.
///
/// Sums are taken of differences from the frame's origin and in `Double`, so neither a common offset
/// nor many observations cost accuracy.
struct PartialSums: ~Copyable, ~Escapable {
  /// For each code, the weighted sum of its observations, one number a feature.
  var sums: MutableSpan<Double>
  /// For each code, how many observations it has.
  var counts: MutableSpan<Int64>
  /// For each code, the weight it has; empty without weights.
  var totals: MutableSpan<Double>
  /// The code whose sums come first.
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

  /// Empties the sums.
  mutating func clear() {
    sums.update(repeating: 0)
    counts.update(repeating: 0)
    totals.update(repeating: 0)
  }
}

/// The memory of some records of partial sums, one after the other.
struct SumsMemory: ~Copyable, Sendable {
  let clusterCount: Int
  let featureCount: Int
  let isWeighted: Bool
  // At cache lines, so that eight features of a sum are in one and not in two.
  private var sums: TileMemory<Double>
  private var counts: TileMemory<Int64>
  private var totals: TileMemory<Double>

  /// Allocates so many records of the shape that a plan has.
  init(recordCount: Int, plan: TilePlan, isWeighted: Bool) {
    let (k, d) = (plan.clusterCount, plan.featureCount)
    (clusterCount, featureCount) = (k, d)
    self.isWeighted = isWeighted
    sums = TileMemory(count: recordCount * k * d)
    counts = TileMemory(count: recordCount * k)
    totals = TileMemory(count: isWeighted ? recordCount * k : 0)
  }

  /// A record, or its part for some codes; nothing if there are no records at all.
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

  /// A record that several workers add to, or its part for some codes; nothing if there are no records.
  ///
  /// Each adds in its turn, or to features of its own.
  @_lifetime(borrow self)
  func sharedRecord(_ number: Int, codes: Range<Int>? = nil) -> PartialSums {
    let range = counts.isEmpty ? 0..<0 : entries(number, codes)
    return PartialSums(
      sums: sums.lendInTurn((range.lowerBound * featureCount)..<(range.upperBound * featureCount)),
      counts: counts.lendInTurn(range), totals: totals.lendInTurn(isWeighted ? range : 0..<0),
      firstCode: codes?.lowerBound ?? 0)
  }

  /// The sums of one code in a record, one number a feature.
  @_lifetime(borrow self)
  func sum(_ number: Int, code: Int) -> Span<Double> {
    let entry = number * clusterCount + code
    return sums.view((entry * featureCount)..<((entry + 1) * featureCount))
  }

  /// The weight that a code's observations have together: their number, without weights.
  func weight(_ number: Int, code: Int) -> Double {
    let entry = number * clusterCount + code
    return isWeighted ? totals.span[entry] : Double(counts.span[entry])
  }

  /// Gives a record the sums and counts of all codes, without weights.
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
