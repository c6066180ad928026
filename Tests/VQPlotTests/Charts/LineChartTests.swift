import Testing
import VQPlot

/// A chart of scores shows every score, and marks the chosen number of clusters.
@Suite struct LineChartTests {
  private let scores = (2...30).map { Point(Double($0), 1e6 / Double($0)) }

  @Test("the chosen number is marked", arguments: [2.0, 7, 30])
  func marksTheChosen(_ chosen: Double) throws {
    let chart = LineChart(
      title: "it", xLabel: "clusters",
      panels: [
        .init(yLabel: "inertia", series: [.init(points: scores)], markedX: chosen, mark: "knee")
      ])
    let drawing = chart.drawing
    let frame = try #require(drawing.frame)
    #expect(drawing.dots.count == 29)
    #expect(drawing.dots.allSatisfy { frame.contains($0) })
    #expect(drawing.rings.map(\.centre) == [drawing.dots[Int(chosen) - 2]])
    #expect(drawing.texts.contains { $0.text == "knee" })
    #expect(zip(drawing.dots, drawing.dots.dropFirst()).allSatisfy { $0.x < $1.x && $0.y < $1.y })
  }

  @Test func leavesAGapWhereAScoreIsMissing() {
    var scores = scores
    scores[5].y = .nan
    scores[9].y = .infinity
    let drawing = LineChart(
      title: "it", xLabel: "k", panels: [.init(yLabel: "y", series: [.init(points: scores)])]
    ).drawing
    #expect(drawing.dots.count == 27)
    #expect(drawing.isFinite)
    let lines = drawing.shapes.compactMap {
      if case .line(let points, let stroke) = $0, stroke.width == 2 { points.count } else { nil }
    }
    #expect(lines == [5, 3, 19])
  }

  @Test("any number of scores can be drawn", arguments: [0, 1, 2])
  func takesAnyNumber(_ count: Int) {
    let panels = (0..<3).map { _ in
      LineChart.Panel(yLabel: "y", series: [.init(points: Array(scores.prefix(count)))])
    }
    for number in 0...3 {
      let drawing = LineChart(
        title: "it", xLabel: "k", panels: Array(panels.prefix(number))
      ).drawing
      #expect(drawing.isFinite)
      #expect(drawing.dots.count == number * count)
    }
  }
}
