extension Seeding {
  /// Completes a start that a stop cut short, by uniform draws.
  ///
  /// Missing centroids become copies of other rows. If there are more centroids than clusters, as
  /// with the candidates of k-means||, a uniform selection of them remains.
  func completed(_ start: Start<Scalar>, using generator: inout Xoshiro256) -> Start<Scalar> {
    let (k, drawnCount) = (plan.clusterCount, start.centroids.rowCount)
    if drawnCount > k {
      let kept = generator.distinctIntegers(k, below: drawnCount).map { start.rows[$0] }
      return Start(centroids: rows(kept), rows: kept, isCutShort: true)
    }
    var added: [Int] = []
    while drawnCount + added.count < k {
      // The normal distribution can require more centroids than there are rows; then rows are drawn
      // again.
      let eligibleCount = EligibleRows(input, besides: start.rows).count
      added += unchosenRows(
        min(k - drawnCount - added.count, eligibleCount), besides: start.rows, using: &generator)
    }
    return Start(
      centroids: Matrix(
        start.centroids.elements + rows(added).elements, columns: plan.featureCount),
      rows: start.rows + added, isCutShort: true)
  }
}
