import Testing
import vq_bench

@Suite struct GridShapeTests {
  @Test func coversManyShapesAndEveryKindOfData() {
    let all = GridShape.all
    #expect(all.count >= 40)
    #expect(Set(all).count == all.count)
    #expect(Set(all.map(\.data)) == Set(DataKindTests.generated))
    #expect(Set(all.map(\.d)) == [2, 3, 8, 16, 48, 64, 128, 384])
    #expect(all.count { $0.scalar == .f64 } >= 10)
  }

  @Test(
    "selects shapes by any part of the name",
    arguments: ["clean", "2000x2", "f64", "uniform-2000x2-8-f32"])
  func selects(_ name: String) throws {
    let shapes = try GridShape.selected(by: [name])
    #expect(!shapes.isEmpty && shapes.count < GridShape.all.count)
    #expect(shapes.allSatisfy { $0.name.contains(name) })
  }

  @Test func refusesNamesThatSelectNothing() {
    #expect(throws: BenchError.self) { try GridShape.selected(by: ["cleaner"]) }
  }

  @Test func holdsTheAutomaticChoiceToTheBestOfTheOthers() throws {
    let record = StrategyRecord(
      of: GridShape.all[0],
      timings: [timing("lloyd", [3, 9, 4]), timing("other", [2]), timing("automatic", [2.2])])
    #expect(record.best == "other")
    #expect(record.ratio == 1.1)
    #expect(record.differing.isEmpty)
    let verdict = StrategyVerdict(of: [record])
    #expect(verdict.exceeding == 1)
    #expect(verdict.worst == record)
    #expect(verdict.differing.isEmpty)
  }

  @Test func tellsWhichAlgorithmDiffersAndWhere() {
    let record = StrategyRecord(
      of: GridShape.all[0],
      timings: [
        timing("lloyd", [1]), timing("other", [1], agrees: false), timing("automatic", [1]),
      ]
    )
    #expect(StrategyVerdict(of: [record]).differing == ["\(record.name) (other)"])
    #expect(StrategyVerdict(of: [record]).exceeding == 0)
  }

  private func timing(
    _ algorithm: String, _ seconds: [Double], agrees: Bool = true
  ) -> StrategyRecord.Timing {
    StrategyRecord.Timing(algorithm: algorithm, seconds: seconds, account: "", agrees: agrees)
  }
}
