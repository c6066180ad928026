import VectorQuantization

extension Scenario {
  /// The initial centroids for the scenario's work; `nil` if the work chooses its own.
  ///
  /// Fits start from k-means++ on a sample, as for the peers: with a poorer start, clusters become
  /// empty. Some start from observations drawn at random, as many users' fits do: centroids move
  /// farther then. Other work starts from observations at equal distances.
  func start<Scalar: VectorScalar>(
    in observations: Matrix<Scalar>, search: KMeans
  ) throws(ClusteringError) -> Matrix<Scalar>? {
    guard work.needsCentroids else { return nil }
    guard work == .fit else { return observations.rows(k) }
    if startsAtRandom { return observations.drawnRows(k) }
    let sample = observations.drawnRows(min(n, 20_000))
    let seeding = Workload(
      on: sample.span, startingFrom: nil, work: .seed(.plusPlus), iterations: 1, search: search)
    return try seeding.sample().clustering?.codebook.centroids
  }
}

extension Matrix {
  /// Copies of `count` rows, equally spaced.
  func rows(_ count: Int) -> Matrix {
    rows((0..<count).map { $0 * (rowCount / count) })
  }

  /// Copies of `count` distinct rows, drawn at random but always the same.
  func drawnRows(_ count: Int) -> Matrix {
    var random = Xoshiro256(seed: 1, restart: 0)
    return rows(random.distinctIntegers(count, below: rowCount))
  }

  private func rows(_ numbers: [Int]) -> Matrix {
    Matrix(rows: numbers.count, columns: columnCount) { output in
      for number in numbers {
        let row = span[row: number]
        for column in row.indices { output.append(row[column]) }
      }
    }
  }
}
