import Testing
import VQSelection

@Suite struct CurveTests {
  @Test func ordersItsPoints() {
    let curve = Curve(clusterCounts: [5, 2, 3, 2], scores: [1, .nan, nil, 4])
    #expect(curve.points.map(\.clusterCount) == [2, 5])
    #expect(curve.points.map(\.score) == [4, 1])
  }

  @Test func takesTheFewestClustersOnATie() {
    let curve = Curve(clusterCounts: [2, 3, 4, 5], scores: [1, 7, 7, 1])
    #expect(curve.maximum?.clusterCount == 3)
    #expect(curve.minimum?.clusterCount == 2)
    #expect(Curve([]).maximum == nil)
    #expect(Curve([]).minimum == nil)
  }

  @Test("the knee is independent of both ends of the curve", arguments: [1, 2, 3], [8, 15, 40])
  func findsTheKnee(_ first: Int, _ last: Int) {
    // The curve falls like the inertia of four features without clusters, but steeply up to five.
    let counts = Array(first...last)
    let scores = counts.map { k in
      Self.power(k) * (k < 5 ? 3 * Double(6 - k) : 1)
    }
    #expect(Curve(clusterCounts: counts, scores: scores).knee?.clusterCount == 5)
  }

  @Test func findsNoKneeInAStraightLine() {
    let counts = Array(1...20)
    #expect(Curve(clusterCounts: counts, scores: counts.map(Self.power)).knee == nil)
    #expect(Curve(clusterCounts: [2, 3], scores: [9, 1]).knee == nil)
    #expect(Curve([]).knee == nil)
  }

  @Test func endsWhereNothingIsLeftToGain() {
    #expect(Curve(clusterCounts: [1, 2, 3, 4], scores: [9, 4, 0, 0]).knee?.clusterCount == 3)
    #expect(Curve(clusterCounts: [1, 2], scores: [0, 0]).knee?.clusterCount == 1)
  }

  private static func power(_ clusterCount: Int) -> Double {
    1000 / Double(clusterCount).squareRoot()
  }
}
