/// Chooses the number of directions of a screen, from a sample of rows.
///
/// More directions cost more for every pair of a row and a centroid, but leave fewer pairs to
/// measure in full. A projection on many directions contains those on fewer directions. So one pass
/// over the sample gives the cost of every number of directions.
package struct RankChoice {
  /// The numbers of directions to choose from.
  private static let ranks = [4, 6, 8, 11, 16, 24, 32, 48, 64, 96, 128]
  /// The smallest number of directions to choose from.
  static var minimum: Int { ranks[0] }
  /// The additional cost of a score, in features.
  private static let overhead = 6.0

  /// The cheapest number of directions, and its cost relative to a dense search.
  package private(set) var directionCount = 0
  package private(set) var cost = Double.infinity
  /// The cost of the number of directions that is in use.
  package private(set) var presentCost = Double.infinity

  /// Estimates the cost of each number of directions from projections on the maximum number.
  ///
  /// - Parameters:
  ///   - rows: The sample's projections.
  ///   - limits: For each sample row, the squared distance within which pairs are measured, in
  ///     projected units.
  ///   - centroids: The centroids' projections.
  ///   - featureCount: The number of features of an observation.
  ///   - present: The number of directions in use, if any.
  ///   - pairCost: The cost of measuring a pair, in scores of a dense search.
  package init(
    rows: Matrix<Float>, limits: [Double], centroids: Matrix<Float>, featureCount: Int,
    present: Int?, pairCost: Double
  ) {
    let most = rows.columnCount - 1
    let ranks = Self.ranks.filter { $0 <= most }
    if ranks.isEmpty || rows.rowCount == 0 { return }
    let rowTails = Self.tails(rows, ranks)
    let centroidTails = Self.tails(centroids, ranks)
    var survivors = [Int](repeating: 0, count: ranks.count)
    for row in 0..<rows.rowCount {
      let limit = Float(limits[row])
      let from = rows.span[row: row]
      for code in 0..<centroids.rowCount {
        let to = centroids.span[row: code]
        var sum: Float = 0
        var direction = 0
        for (position, rank) in ranks.enumerated() {
          while direction < rank {
            let difference = from[direction] - to[direction]
            sum += difference * difference
            direction += 1
          }
          // The distance along the first directions exceeds the limit, and more directions only add
          // to it.
          if sum > limit { break }
          let tail =
            rowTails[row * ranks.count + position] - centroidTails[code * ranks.count + position]
          if sum + tail * tail <= limit { survivors[position] += 1 }
        }
      }
    }
    let dense = Double(featureCount) + Self.overhead
    for (position, rank) in ranks.enumerated() {
      let share = Double(survivors[position]) / Double(rows.rowCount * centroids.rowCount)
      let cost = (Double(rank + 1) + Self.overhead) / dense + share * pairCost
      if rank == present { presentCost = cost }
      if cost < self.cost { (self.cost, directionCount) = (cost, rank) }
    }
  }

  /// For each row and each rank, the norm of the remainder after the first directions.
  private static func tails(_ rows: Matrix<Float>, _ ranks: [Int]) -> [Float] {
    var tails: [Float] = []
    for row in 0..<rows.rowCount {
      let elements = rows.span[row: row]
      for rank in ranks {
        var sum: Float = 0
        for direction in rank..<elements.count { sum += elements[direction] * elements[direction] }
        tails.append(sum.squareRoot())
      }
    }
    return tails
  }
}
