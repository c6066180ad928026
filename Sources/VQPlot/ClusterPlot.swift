package import VectorQuantization

/// A plot of observations, their clusters, and the centroids.
///
/// Observations of one feature are drawn as a histogram, and of two features in the plane. With
/// more features, the plot shows the first two principal components. Of many observations, only a
/// sample is read and drawn.
package struct ClusterPlot: Sendable {
  /// The title of the plot.
  package var title: String
  /// The names of the features, or `nil`.
  package var featureNames: [String]?
  /// The maximum number of observations to draw.
  package var observationLimit = 200_000
  /// The seed of the sample of observations.
  package var seed: UInt64 = 0
  /// The colours of the plot.
  package var theme = Theme.light
  /// The size of the plot, in units of 1/96 inch.
  package var size = Point(720, 540)

  /// The maximum numbers of elements and of rows from which principal components are computed.
  private static let maximumSample = (numbers: 2_000_000, rows: 20_000)

  /// The number of elements that are copied at a time.
  private static let numbersAtOnce = 1 << 20

  package init(title: String, featureNames: [String]? = nil) {
    self.title = title
    self.featureNames = featureNames
  }

  /// Draws the plot.
  ///
  /// - Parameters:
  ///   - observations: One observation in each row; all numbers must be finite.
  ///   - codes: For each observation, the number of its cluster.
  ///   - centroids: One centroid in each row.
  /// - Returns: The drawing, the same for the same arguments.
  /// - Throws: `ClusteringError.unreadable(row:)`.
  /// - Complexity: O(*n*) for the codes; for the observations, O(*d*²) for each of at most 20,000
  ///   sampled rows and O(*d*) for each drawn row.
  package func drawing<Scalar: VectorScalar>(
    of observations: Observations<Scalar>, codes: [Int32], centroids: Matrix<Scalar>
  ) throws(ClusteringError) -> Drawing {
    let view = try makeView(of: observations)
    let clusters = try place(observations, codes, centroids, in: view)
    let page = Page(size: size, title: title, note: clusters.note, theme: theme)
    var drawing = page.drawing
    if observations.columnCount == 1 {
      HistogramChart(clusters: clusters, xLabel: view.labels.x)
        .draw(in: page.room, on: &drawing, theme)
    } else {
      ScatterChart(clusters: clusters, xLabel: view.labels.x, yLabel: view.labels.y)
        .draw(in: page.room, on: &drawing, theme)
    }
    return drawing
  }

  // MARK: Places

  private func place<Scalar: VectorScalar>(
    _ observations: Observations<Scalar>, _ codes: [Int32], _ centroids: Matrix<Scalar>,
    in view: PlaneView
  ) throws(ClusteringError) -> PlacedClusters {
    var counts = [Int](repeating: 0, count: centroids.rowCount)
    for code in codes { counts[Int(code)] += 1 }
    let drawn = RowSample.rows(
      of: observations.rowCount, atMost: observationLimit, seed: seed)
    var dots: [PlacedClusters.Dot] = []
    let rowsAtOnce = max(1, Self.numbersAtOnce / observations.columnCount)
    for start in stride(from: 0, to: drawn.count, by: rowsAtOnce) {
      let numbers = Array(drawn[start..<min(start + rowsAtOnce, drawn.count)])
      let copies = try observations.copies(of: numbers)
      let rows = copies.span
      for (position, row) in numbers.enumerated() {
        dots.append(
          PlacedClusters.Dot(
            place: view.place(of: rows.coordinates(ofRow: position)), code: Int(codes[row])))
      }
    }
    let middles = centroids.span
    let placed = counts.indices.filter { counts[$0] > 0 || codes.isEmpty }.map { code in
      PlacedClusters.Dot(place: view.place(of: middles.coordinates(ofRow: code)), code: code)
    }
    return PlacedClusters(
      dots: dots, centroids: placed, counts: counts, observationCount: observations.rowCount)
  }

  private func makeView<Scalar: VectorScalar>(
    of observations: Observations<Scalar>
  ) throws(ClusteringError) -> PlaneView {
    let featureCount = observations.columnCount
    guard featureCount > 2 else {
      return PlaneView(
        labels: (name(of: 0), featureCount > 1 ? name(of: 1) : ""), components: nil)
    }
    let limit = min(Self.maximumSample.rows, max(2, Self.maximumSample.numbers / featureCount))
    let rows = RowSample.rows(of: observations.rowCount, atMost: limit, seed: seed)
    let sample = try observations.copies(of: rows).elements.map { Double($0) }
    let components = try PrincipalComponents(of: sample, featureCount: featureCount, count: 2)
    let labels = (0..<2).map { "PC \($0 + 1) (\(Numbers.share(components.share(of: $0))))" }
    return PlaneView(labels: (labels[0], labels[1]), components: components)
  }

  private func name(of feature: Int) -> String {
    guard let featureNames, feature < featureNames.count else { return "feature \(feature + 1)" }
    return featureNames[feature]
  }
}

/// A mapping from observations to points of the plane.
private struct PlaneView {
  let labels: (x: String, y: String)
  /// The components to project on; `nil` if the features are the coordinates.
  let components: PrincipalComponents?

  func place(of row: [Double]) -> Point {
    if let components {
      return Point(
        components.coordinate(of: row, along: 0), components.coordinate(of: row, along: 1))
    }
    return Point(row[0], row.count > 1 ? row[1] : 0)
  }
}

extension MatrixSpan {
  /// Returns the elements of a row.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  fileprivate func coordinates(ofRow row: Int) -> [Double] {
    let elements = self[row: row]
    return elements.indices.map { Double(elements[$0]) }
  }
}
