import Testing
import VQPlot
import VQTestSupport
import VectorQuantization

/// A plot of clusters shows all clusters at their positions.
@Suite struct ClusterPlotTests {
  /// Draws clusters whose centroids are some of their observations.
  private func drawing(
    _ observations: Matrix<Double>, clusters: Int, plot: ClusterPlot = ClusterPlot(title: "it")
  ) throws -> Drawing {
    let centroids = observations.randomRows(clusters, seed: 1)
    let codes = try vq(observations, codebook: centroids).codes
    return try plot.drawing(of: Observations(observations.span), codes: codes, centroids: centroids)
  }

  @Test("all elements are inside the frame", arguments: [1, 2, 3, 13], [1, 3, 40, 120])
  func keepsInside(_ columns: Int, _ clusters: Int) throws {
    let observations = Matrix<Double>.blobs(
      rows: 300, columns: columns, clusters: 5, seed: 2, narrowing: 1)
    let drawing = try drawing(observations, clusters: clusters)
    let page = Box(x: 0, y: 0, width: drawing.size.x, height: drawing.size.y)
    let frame = try #require(drawing.frame)
    // With one feature, the markers are above the frame.
    let place = columns == 1 ? page : frame
    // The first of equal centroids has all observations. A badge away from its centroid has a ring there.
    #expect(drawing.rings.count >= clusters - 2)
    for (centre, radius) in drawing.rings {
      #expect(place.contains(centre))
      if clusters <= 100 {
        #expect(page.contains(centre - Point(radius, radius)))
        #expect(page.contains(centre + Point(radius, radius)))
      }
    }
    #expect(drawing.dots.allSatisfy { frame.contains($0) })
    #expect(drawing.texts.allSatisfy { page.contains($0.place) })
    #expect(drawing.isFinite)
  }

  @Test func drawsTwoFeaturesWhereTheyAre() throws {
    let observations: Matrix<Double> = [[0, 0], [4, 0], [0, 3], [4, 3]]
    let drawing = try ClusterPlot(title: "it").drawing(
      of: Observations(observations.span), codes: [0, 0, 0, 0], centroids: [[2, 1.5]])
    let dots = drawing.dots
    #expect(dots.count == 4)
    #expect(dots[0].x == dots[2].x && dots[1].x == dots[3].x)
    #expect(dots[0].y == dots[1].y && dots[2].y < dots[0].y)
    // Both axes have the same scale, so distances are not distorted.
    #expect(agree((dots[1].x - dots[0].x) / 4, (dots[0].y - dots[2].y) / 3, within: 1e-12))
    let centre = (dots[0] + dots[3]) / 2
    #expect(drawing.rings.map(\.centre) == [centre])
  }

  @Test("the axes are labelled", arguments: [1, 2, 5])
  func namesItsAxes(_ columns: Int) throws {
    let observations = Matrix<Double>.blobs(rows: 50, columns: columns, clusters: 3, seed: 2)
    let texts = try drawing(observations, clusters: 2).texts.map(\.text)
    var plot = ClusterPlot(title: "it")
    plot.featureNames = (0..<columns).map { "<\($0)>" }
    let named = try drawing(observations, clusters: 2, plot: plot).texts.map(\.text)
    switch columns {
    case 1: #expect(texts.contains("feature 1") && named.contains("<0>"))
    case 2: #expect(texts.contains("feature 2") && named.contains("<1>"))
    default: #expect(texts.contains { $0.hasPrefix("PC 2 (") && $0.hasSuffix(" %)") })
    }
  }

  @Test func countsClustersInALegend() throws {
    let observations: Matrix<Double> = [[0, 0], [0, 1], [5, 5]]
    let drawing = try ClusterPlot(title: "it").drawing(
      of: Observations(observations.span), codes: [1, 1, 0],
      centroids: [[5, 5], [0, 0.5], [9, 9]])
    let texts = drawing.texts.map(\.text)
    #expect(texts.contains("67 %") && texts.contains("33 %") && texts.contains("0 %"))
    #expect(texts.contains("1 cluster is empty"))
    // An empty cluster has no marker.
    #expect(drawing.rings.count == 2)
  }

  @Test("the legend lists all clusters, or the largest ones", arguments: [20, 21, 100])
  func listsTheLargestClusters(_ clusters: Int) throws {
    // Each cluster has a single position, and one observation more than the previous cluster.
    let codes = (0..<clusters).flatMap { [Int32](repeating: Int32($0), count: $0 + 1) }
    let observations = Matrix(codes.flatMap { [Double($0), Double($0 * $0 % 7)] }, columns: 2)
    let centroids = Matrix(
      (0..<clusters).flatMap { [Double($0), Double($0 * $0 % 7)] }, columns: 2)
    let drawing = try ClusterPlot(title: "it").drawing(
      of: Observations(observations.span), codes: codes, centroids: centroids)
    let texts = drawing.texts.map(\.text)
    let listed = clusters == 20 ? 0..<20 : (clusters - 19)..<clusters
    let badges = drawing.texts.filter { $0.isBold && $0.text != "it" }.map(\.text)
    #expect(Set(badges) == Set(listed.map(String.init)))
    #expect(texts.contains("19 largest") == (clusters > 20))
    #expect(texts.contains("and \(clusters - 19) more") == (clusters > 20))
    let page = Box(x: 0, y: 0, width: drawing.size.x, height: drawing.size.y)
    #expect(drawing.texts.allSatisfy { page.contains($0.place) })
  }

  @Test("the chosen colours and size are used") func drawsAsChosen() throws {
    let observations: Matrix<Double> = [[0, 0], [5, 5]]
    var plot = ClusterPlot(title: "it")
    plot.theme = .dark
    plot.size = Point(960, 600)
    let drawing = try drawing(observations, clusters: 2, plot: plot)
    #expect(drawing.size == Point(960, 600))
    #expect(drawing.ground != .white)
    #expect(drawing.texts.map(\.text).contains("it"))
  }

  @Test("markers do not overlap", arguments: [2, 12, 100])
  func tellsMarkersApart(_ clusters: Int) throws {
    let observations = Matrix<Double>.blobs(
      rows: 400, columns: 2, clusters: 2, seed: 2, narrowing: 5)
    let drawing = try drawing(observations, clusters: clusters)
    let numbered = drawing.rings.filter { $0.radius > 5 }.map(\.centre)
    // Of many clusters, only the largest have badges.
    #expect(numbered.count == min(clusters, 19))
    for (index, centre) in numbered.enumerated() {
      for other in numbered.dropFirst(index + 1) {
        let gap = other - centre
        // A marker has a radius of at least 6.5; the numbers inside are narrower.
        #expect((gap * gap).sum().squareRoot() > 10)
      }
    }
  }

  @Test func drawsASampleAndSaysSo() throws {
    let observations = Matrix<Double>.blobs(rows: 3000, columns: 2, clusters: 3, seed: 2)
    var plot = ClusterPlot(title: "it")
    plot.observationLimit = 1000
    let first = try drawing(observations, clusters: 3, plot: plot)
    #expect(first.dots.count == 1000)
    #expect(first.texts.contains { $0.text == "1,000 of 3,000 observations drawn" })
    #expect(try drawing(observations, clusters: 3, plot: plot).dots == first.dots)
    plot.seed = 1
    #expect(try drawing(observations, clusters: 3, plot: plot).dots != first.dots)
  }

  @Test("equal observations can be drawn", arguments: [1, 2, 3], [0.0, 7, -1e300])
  func takesEqualObservations(_ columns: Int, _ value: Double) throws {
    let observations = Matrix([Double](repeating: value, count: 20 * columns), columns: columns)
    for rows in [1, 20] {
      let all = Matrix(copying: observations.span.rows(0..<rows))
      let drawing = try ClusterPlot(title: "it").drawing(
        of: Observations(all.span), codes: Array(repeating: 0, count: rows),
        centroids: Matrix(copying: all.span.rows(0..<1)))
      #expect(drawing.isFinite)
      #expect(drawing.rings.count == 1)
    }
  }

  @Test("a plot without observations can be drawn", arguments: [1, 2, 3])
  func takesNoObservations(_ columns: Int) throws {
    let none = Matrix<Double>(rows: 0, columns: columns) { _ in }
    let drawing = try ClusterPlot(title: "it").drawing(
      of: Observations(none.span), codes: [],
      centroids: Matrix([1, 2, 3].prefix(columns).map(\.self), columns: columns))
    #expect(drawing.isFinite)
    #expect(drawing.rings.count == 1)
  }

  @Test func becomesPixelsWhereDotsAreMany() throws {
    let observations = Matrix<Double>.blobs(rows: 6000, columns: 2, clusters: 3, seed: 2)
    let drawing = try drawing(observations, clusters: 30)
    #expect(drawing.dots.isEmpty)
    let pixels = try #require(
      drawing.shapes.compactMap { if case .pixels(let pixels, _) = $0 { pixels } else { nil } }
        .first)
    #expect(pixels.bytes.contains { $0 != 255 })
  }
}
