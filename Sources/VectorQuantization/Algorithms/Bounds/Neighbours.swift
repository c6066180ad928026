internal import Synchronization

/// For each centroid, the other centroids near it, nearest first.
///
/// If an observation is within *u* of centroid a, it is nearer to a than to any centroid farther
/// than 2*u* from a. So its nearest centroid is a or one of the first in the list of a. J. Newling
/// and F. Fleuret, "Fast k-means with accurate bounds", ICML 2016, call this method Exponion.
struct Neighbours: Sendable {
  /// The start of each centroid's list, and the end of the last.
  private(set) var starts: [Int32] = []
  private(set) var codes: [Int32] = []
  /// Lower bounds on the scaled distances.
  private(set) var distances: [Float] = []
  /// For each centroid, the distance up to which its list is complete; 0 if it has no list.
  private(set) var radii: [Float] = []

  /// Whether there are no lists.
  var isEmpty: Bool { radii.isEmpty }

  mutating func removeAll() {
    starts.removeAll(keepingCapacity: true)
    codes.removeAll(keepingCapacity: true)
    distances.removeAll(keepingCapacity: true)
    radii.removeAll(keepingCapacity: true)
  }

  /// Finds the neighbours of every centroid within its radius, at most the nearest `longest`.
  ///
  /// A centroid with more than four times as many gets no list. If more than three quarters of the
  /// centroids have no list, the result has no lists at all.
  mutating func find<Scalar: VectorScalar>(
    among codebook: PackedCodebook<Scalar>, within radii: [Float], longest: Int,
    searches: [Shared<RadiusSearch<Scalar>>]
  ) {
    removeAll()
    let k = codebook.clusterCount
    let within = radii.map { Double($0) * Double($0) }
    let limits = within.span
    let length = Kernels<Scalar>.screenRows
    let parts = (0..<((k + length - 1) / length)).map { _ in Shared(Lists()) }
    let found = Atomic(0)
    let missed = Atomic(0)
    // If one part is missing, the positions of all lists after it would be wrong.
    let hasGivenUp = Atomic(false)
    parallelFor(parts.count, workers: searches.count) { worker, queue in
      searches[worker].value.withLock { search in
        var pairs = RadiusMatches()
        while let item = queue.take() {
          let misses = missed.load(ordering: .relaxed)
          if misses > 2 * length && misses > 3 * found.load(ordering: .relaxed) {
            hasGivenUp.store(true, ordering: .relaxed)
            return
          }
          let rows = (item * length)..<min((item + 1) * length, k)
          pairs.removeAll()
          search.find(
            centroids: rows, within: limits.extracting(rows), among: codebook, into: &pairs)
          let lists = Lists(pairs, of: rows, radii: radii, longest: longest)
          let count = lists.radii.count { $0 > 0 }
          found.wrappingAdd(count, ordering: .relaxed)
          missed.wrappingAdd(rows.count - count, ordering: .relaxed)
          parts[item].value.withLock { $0 = lists }
        }
      }
    }
    let misses = missed.load(ordering: .relaxed)
    if hasGivenUp.load(ordering: .relaxed) || misses > 3 * found.load(ordering: .relaxed) { return }
    starts.append(0)
    for part in parts {
      let lists = part.value.withLock { $0 }
      let first = Int32(codes.count)
      starts += lists.ends.map { first + $0 }
      codes += lists.codes
      distances += lists.distances
      self.radii += lists.radii
    }
  }
}

/// The lists of some consecutive centroids.
private struct Lists: Sendable {
  var ends: [Int32] = []
  var codes: [Int32] = []
  var distances: [Float] = []
  var radii: [Float] = []

  init() {}

  /// Sorts the pairs by their first centroid, then by distance.
  init(_ pairs: borrowing RadiusMatches, of rows: Range<Int>, radii: [Float], longest: Int) {
    var starts = [Int](repeating: 0, count: rows.count + 1)
    for pair in 0..<pairs.count where isOther(pairs, pair, rows) {
      starts[Int(pairs.rows[pair]) + 1] += 1
    }
    for row in 0..<rows.count { starts[row + 1] += starts[row] }
    var order = [Int](repeating: 0, count: starts[rows.count])
    var next = starts
    for pair in 0..<pairs.count where isOther(pairs, pair, rows) {
      let row = Int(pairs.rows[pair])
      order[next[row]] = pair
      next[row] += 1
    }
    for row in 0..<rows.count {
      let own = starts[row]..<starts[row + 1]
      var radius = radii[rows.lowerBound + row]
      if own.count > 4 * longest {
        radius = 0
      } else {
        order[own].sort { pairs.squared[$0] < pairs.squared[$1] }
        codes += order[own].prefix(longest).map { pairs.codes[$0] }
        distances += order[own].prefix(longest).map { bound(pairs.squared[$0]) }
        // The list is complete up to the first centroid that was left out.
        if own.count > longest {
          radius = bound(pairs.squared[order[own][own.lowerBound + longest]])
        }
      }
      ends.append(Int32(codes.count))
      self.radii.append(radius)
    }
  }

  private func bound(_ squared: Double) -> Float { Bound.below(Bound.distanceBelow(squared)) }

  private func isOther(_ pairs: borrowing RadiusMatches, _ pair: Int, _ rows: Range<Int>) -> Bool {
    Int(pairs.rows[pair]) + rows.lowerBound != Int(pairs.codes[pair])
  }
}
