/// The workspace to cut a range of rows, block by block.
struct CutWorkspace<Scalar: VectorScalar> {
  /// The maximum number of classes of bins.
  ///
  /// A range has at most three cuts. Each cut has classes for the bins before it, its own bin, and
  /// the bins after it.
  static var mostClasses: Int { 2 * BoxTreeShape.fanOut }
  /// The number of rows of a block.
  ///
  /// One thread processes a block.
  private static var blockRows: Int { 1 << 15 }

  private let featureCount: Int
  private let workers: Int
  /// For each block, its minimum in each feature, then its maximum in each.
  ///
  /// `mergeBounds` extends the first block's bounds to the whole range.
  var bounds: [Scalar] = []
  /// For each block, the number of rows in each bin.
  var counts: [UInt32] = []
  /// The class of each bin.
  private(set) var classes = [UInt8](repeating: 0, count: Bins.most)
  /// For each block, the place of the next row of each class.
  var next: [UInt32] = []
  var blockCount = 1

  init(featureCount: Int, workers: Int) {
    self.featureCount = featureCount
    self.workers = workers
    counts = Array(repeating: 0, count: Bins.most)
    next = Array(repeating: 0, count: Self.mostClasses)
    bounds = Array(repeating: 0, count: 2 * featureCount)
  }

  /// A range of rows, divided into blocks that threads take.
  struct Blocks: Sendable {
    let range: Range<Int>
    let length: Int
    let workers: Int

    var count: Int { (range.count + length - 1) / length }

    subscript(block: Int) -> Range<Int> {
      let start = range.lowerBound + block * length
      return start..<min(start + length, range.upperBound)
    }
  }

  /// Divides a range into blocks, or into one block for a single worker.
  mutating func blocks(of range: Range<Int>) -> Blocks {
    let blocks = Blocks(
      range: range, length: workers == 1 ? range.count : Self.blockRows, workers: workers)
    if counts.count < blocks.count * Bins.most {
      counts = Array(repeating: 0, count: blocks.count * Bins.most)
      next = Array(repeating: 0, count: blocks.count * Self.mostClasses)
      bounds = Array(repeating: 0, count: blocks.count * 2 * featureCount)
    }
    return blocks
  }

  /// The minimum and the maximum of a feature.
  func bounds(_ feature: Int) -> (Double, Double) {
    (Double(bounds[feature]), Double(bounds[featureCount + feature]))
  }

  /// Merges the bounds of all blocks into those of the first.
  mutating func mergeBounds(_ blockCount: Int) {
    for block in 1..<max(1, blockCount) {
      let start = 2 * block * featureCount
      for feature in 0..<featureCount {
        bounds[feature] = min(bounds[feature], bounds[start + feature])
        bounds[featureCount + feature] = max(
          bounds[featureCount + feature], bounds[start + featureCount + feature])
      }
    }
  }

  /// Divides the bins into classes and computes where each block's rows of a class go.
  ///
  /// A class ends at a cut between two bins. A bin with a cut inside is a class of its own.
  ///
  /// - Returns: The ranges of rows of the bins with a cut inside.
  mutating func classify(
    _ range: Range<Int>, _ cuts: Cuts, bins: Int
  ) -> [Range<Int>] {
    let (step, origin) = (cuts.step, cuts.origin)
    var open: [Range<Int>] = []
    // The start of each class.
    var starts = [range.lowerBound]
    var (start, cut, wasOpen) = (range.lowerBound, origin, false)
    while cut <= start { cut += step }
    for bin in 0..<bins {
      var count = 0
      for block in 0..<blockCount { count += Int(counts[block * Bins.most + bin]) }
      let end = start + count
      if count > 0 {
        let followsCut = cut == start
        if followsCut { cut += step }
        let isOpen = cut < end
        if start > range.lowerBound && (followsCut || wasOpen || isOpen) { starts.append(start) }
        if isOpen { open.append(start..<end) }
        while cut < end { cut += step }
        wasOpen = isOpen
      }
      classes[bin] = UInt8(starts.count - 1)
      start = end
    }
    place(starts, from: range.lowerBound, bins: bins)
    return open
  }

  /// Computes where each block's rows of each class go: after the rows of the previous blocks.
  private mutating func place(_ starts: [Int], from first: Int, bins: Int) {
    var starts = starts.map { UInt32($0 - first) }
    for block in 0..<blockCount {
      let own = block * Self.mostClasses
      for number in starts.indices { next[own + number] = starts[number] }
      for bin in 0..<bins {
        starts[Int(classes[bin])] += counts[block * Bins.most + bin]
      }
    }
  }
}
