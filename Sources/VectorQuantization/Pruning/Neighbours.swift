internal import Synchronization

/// For each centroid, the other centroids near it, nearest first.
///
/// An observation within *u* of centroid a is nearer to a than to any centroid farther than 2*u* from
/// a; so the nearest is a or one of the first in a's list. J. Newling and F. Fleuret, "Fast k-means
/// with accurate bounds", ICML 2016, who call it Exponion.
struct Neighbours: Sendable {
  /// Where each centroid's list begins, and where the last ends.
  private var starts: [Int32] = []
  private var codes: [Int32] = []
  /// Lower bounds on the distances, scaled.
  private var distances: [Float] = []
  /// For each centroid, the distance up to which its list is complete; 0 if it has none.
  private var radii: [Float] = []

  /// A centroid's list.
  @_lifetime(borrow self)
  func list(of code: Int) -> NeighbourList {
    let range = Int(starts[code])..<Int(starts[code + 1])
    return NeighbourList(
      codes: codes.span.extracting(range), distances: distances.span.extracting(range),
      radius: radii[code])
  }

  /// Whether there are any lists.
  var isEmpty: Bool { radii.isEmpty }

  mutating func removeAll() {
    starts.removeAll(keepingCapacity: true)
    codes.removeAll(keepingCapacity: true)
    distances.removeAll(keepingCapacity: true)
    radii.removeAll(keepingCapacity: true)
  }

  /// Finds the neighbours of every centroid within `radii` of it.
  ///
  /// - Returns: How many there are on average, or `nil` if they are more than `limit` in all; there
  ///   are then no lists.
  mutating func find<Scalar: VectorScalar>(
    among codebook: PackedCodebook<Scalar>, within radii: [Float], frame: Frame<Scalar>,
    searches: [Shared<PairSearch<Scalar>>], tileRows: Int, limit: Int
  ) -> Double? {
    removeAll()
    let k = codebook.clusterCount
    let roundoff = Double(codebook.featureCount + 4) * Double.ulpOfOne
    let within = radii.map { Double($0) * Double($0) }
    let limits = within.span
    let tileCount = (k + tileRows - 1) / tileRows
    let parts = (0..<tileCount).map { _ in Shared(Lists()) }
    let total = Shared(0)
    parallelFor(tileCount, workers: searches.count) { worker, queue in
      searches[worker].value.withLock { search in
        while let item = queue.take() {
          if total.value.withLock({ $0 }) > limit { return }
          let rows = (item * tileRows)..<min((item + 1) * tileRows, k)
          let tile = Tile(codebook.centroids.rows(rows))
          var pairs = Pairs()
          search.begin(tile, within: limits.extracting(rows), frame: frame)
          for batch in 0..<PairSearch<Scalar>.batchCount(rowCount: rows.count) {
            search.find(
              batch: batch, of: tile, within: limits.extracting(rows), codebook: codebook,
              frame: frame, roundoff: roundoff, into: &pairs)
          }
          let lists = Lists(pairs, of: rows)
          total.value.withLock { $0 += lists.codes.count }
          parts[item].value.withLock { $0 = lists }
        }
      }
    }
    if total.value.withLock({ $0 }) > limit { return nil }
    starts.append(0)
    for part in parts {
      let lists = part.value.withLock { $0 }
      let first = Int32(codes.count)
      starts += lists.ends.map { first + $0 }
      codes += lists.codes
      distances += lists.distances
    }
    self.radii = radii
    return Double(codes.count) / Double(k)
  }
}

/// One centroid's neighbours.
struct NeighbourList: ~Escapable {
  let codes: Span<Int32>
  let distances: Span<Float>
  let radius: Float

  @_lifetime(copy codes, copy distances)
  init(codes: Span<Int32>, distances: Span<Float>, radius: Float) {
    self.codes = codes
    self.distances = distances
    self.radius = radius
  }

  /// How many are within `distance`.
  @inline(__always)
  func count(within distance: Float) -> Int {
    var (low, high) = (0, distances.count)
    while low < high {
      let middle = (low + high) / 2
      if distances[middle] <= distance { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A lower bound on the distance to every centroid past the first `count`.
  @inline(__always)
  func distance(past count: Int) -> Float {
    count < distances.count ? min(distances[count], radius) : radius
  }
}

/// The lists of some consecutive centroids.
private struct Lists: Sendable {
  var ends: [Int32] = []
  var codes: [Int32] = []
  var distances: [Float] = []

  init() {}

  /// Sorts pairs by their first centroid, and then by distance.
  init(_ pairs: Pairs, of rows: Range<Int>) {
    var starts = [Int](repeating: 0, count: rows.count + 1)
    for pair in 0..<pairs.count where isOther(pairs, pair, rows) {
      starts[Int(pairs.rows[pair]) + 1] += 1
    }
    for row in 0..<rows.count { starts[row + 1] += starts[row] }
    ends = starts.dropFirst().map { Int32($0) }
    var order = [Int](repeating: 0, count: starts[rows.count])
    var next = starts
    for pair in 0..<pairs.count where isOther(pairs, pair, rows) {
      let row = Int(pairs.rows[pair])
      order[next[row]] = pair
      next[row] += 1
    }
    for row in 0..<rows.count {
      order[starts[row]..<starts[row + 1]].sort { pairs.squared[$0] < pairs.squared[$1] }
    }
    codes = order.map { pairs.codes[$0] }
    distances = order.map { Bound.below(Bound.distanceBelow(pairs.squared[$0])) }
  }

  private func isOther(_ pairs: Pairs, _ pair: Int, _ rows: Range<Int>) -> Bool {
    Int(pairs.rows[pair]) + rows.lowerBound != Int(pairs.codes[pair])
  }
}
