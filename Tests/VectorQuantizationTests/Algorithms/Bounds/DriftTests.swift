import Testing
import VQTestSupport
import VectorQuantization

/// Bounds stay valid, however far centroids move.
@Suite struct DriftTests {
  @Test(
    "bounds stored at any time remain valid", arguments: [1e-44, 1e-30, 1, 1e15],
    [0x1p-30, 1, 0x1p20])
  func staysABound(_ unit: Double, _ stride: Double) {
    var generator = TestGenerator(seed: 700)
    func number() -> Double { Double(generator.bell()) * 0x1p-15 }
    let (k, d) = (7, 3)
    var centroids = Matrix((0..<(k * d)).map { _ in unit * number() }, columns: d)
    let points = Matrix((0..<(40 * d)).map { _ in unit * number() }, columns: d)
    var drift = Drift(clusterCount: k, featureCount: d)
    drift.restart(at: centroids.span)
    var notes: [Note] = []
    for round in 0..<120 {
      for point in 0..<points.rowCount where round % 20 == point % 20 {
        notes.append(Note(of: points, point, centroids, drift))
      }
      for note in notes { note.expectBounds(points, centroids, drift) }
      // Some centroids stay, some move a little, and some move far.
      for code in 0..<k where !generator.integer(below: 3).isMultiple(of: 3) {
        let size = [stride, stride * 1e-9, 0x1p-52][generator.integer(below: 3)]
        for column in 0..<d { centroids[code, column] += unit * size * number() }
      }
      let isFinite = drift.follow(centroids.span, scale: 1)
      #expect(isFinite)
    }
  }

  @Test("a drift too large for bounds is detected")
  func noticesOverflow() {
    func isFinite(_ drift: inout Drift, at place: Double) -> Bool {
      let centroids = Matrix([place], columns: 1)
      return drift.follow(centroids.span, scale: 1)
    }
    let origin = Matrix<Double>([0], columns: 1)
    var drift = Drift(clusterCount: 1, featureCount: 1)
    drift.restart(at: origin.span)
    let answers = [1e30, 1e39].map { isFinite(&drift, at: $0) }
    #expect(answers == [true, false])
    drift.restart(at: origin.span)
    #expect(drift.travelled == [0] && drift.thresholds == [0] && drift.maximum == 0)
    let answer = isFinite(&drift, at: 1e200)
    #expect(!answer)
  }

  @Test("moves are measured in scaled units")
  func scalesMoves() {
    let (before, after) = (
      Matrix<Double>([0, 0, 1, 1], columns: 2), Matrix<Double>([3, 4, 1, 1], columns: 2)
    )
    var drift = Drift(clusterCount: 2, featureCount: 2)
    drift.restart(at: before.span)
    _ = drift.follow(after.span, scale: 0x1p-4)
    #expect(drift.moves[0] >= 5.0 / 16 && drift.moves[0] < 5.0 / 16 * 1.000001)
    #expect(drift.moves[1] >= 0 && drift.moves[1] < 1e-40)
    #expect(drift.maximum == drift.moves[0])
  }

  @Test("bounds are rounded outward", arguments: [0, 0x1p-1060, 1e-46, 1e-45, 1e-30, 0.1, 1, 1e38])
  func roundsOutward(_ value: Double) {
    for value in [value, -value, value.nextUp, value * 1.1] {
      #expect(Double(Bound.above(value)) > value && Double(Bound.below(value)) < value)
      // The margin exceeds the rounding of the terms added to the bound.
      #expect(Double(Bound.above(value)) - value >= value.magnitude * 0x1p-23)
      #expect(value - Double(Bound.below(value)) >= value.magnitude * 0x1p-23)
    }
    #expect(
      Bound.distanceAbove(value * value) > value && Bound.distanceBelow(value * value) < value)
  }

  @Test("bounds beyond the range of Float stay valid")
  func staysWithinRange() {
    #expect(Bound.above(1e39) == .infinity && Bound.above(-1e39) == -.infinity)
    for value in [1e39, .infinity] {
      #expect(Bound.below(value) > 3e38 && Bound.below(value) < .infinity)
    }
  }
}

/// The bounds of a point, as stored at some time.
private struct Note {
  let point: Int
  let code: Int
  let upper: Float
  let lower: Float

  init(
    of points: Matrix<Double>, _ point: Int, _ centroids: Matrix<Double>, _ drift: Drift
  ) {
    let squared = (0..<centroids.rowCount).map { squaredDistance(points, point, centroids, $0) }
    let ascending = squared.indices.sorted { squared[$0] < squared[$1] }
    self.point = point
    code = ascending[0]
    upper = Bound.above(Bound.distanceAbove(squared[code]) - drift.travelled[code])
    lower = Bound.below(Bound.distanceBelow(squared[ascending[1]]) + drift.maximum)
  }

  func expectBounds(
    _ points: Matrix<Double>, _ centroids: Matrix<Double>, _ drift: Drift
  ) {
    let own = squaredDistance(points, point, centroids, code).squareRoot()
    let other = (0..<centroids.rowCount).filter { $0 != code }.map {
      squaredDistance(points, point, centroids, $0).squareRoot()
    }.reduce(.infinity, min)
    #expect(own <= Double(upper) + drift.travelled[code])
    #expect(other >= Double(lower) - drift.maximum)
    #expect(drift.travelledAbove[code] >= Float(drift.travelled[code]))
    if lower - upper > drift.thresholds[code] { #expect(own < other) }
  }
}

private func squaredDistance(
  _ points: Matrix<Double>, _ point: Int, _ centroids: Matrix<Double>, _ code: Int
) -> Double {
  (0..<points.columnCount).reduce(0) { sum, column in
    let difference = points[point, column] - centroids[code, column]
    return sum + difference * difference
  }
}
