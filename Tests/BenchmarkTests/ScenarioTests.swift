import Foundation
import Testing
import vq_bench

@Suite struct ScenarioTests {
  @Test(
    "selects scenarios by name, by the part before the dash, and by the kind of work",
    arguments: [
      (["map-1000"], ["map-1000"]), (["map"], ["map", "map-1000"]),
      (["patch48", "bigk"], ["patch48-25", "bigk", "bigk-random"]),
      (["search"], ["restarts-scipy"]),
    ])
  func selects(names: [String], expected: [String]) throws {
    #expect(try Scenario.selected(by: names).map(\.name) == expected)
  }

  @Test func selectsEverythingWithoutNames() throws {
    #expect(try Scenario.selected(by: []).count == Scenario.all.count)
  }

  @Test func selectsAllWholeFitsByTheirWork() throws {
    let names = try Scenario.selected(by: ["fit"]).map(\.name)
    #expect(names.count >= 10)
    #expect(names.contains("long") && !names.contains("tiny-fit"))
  }

  @Test func refusesNamesThatSelectNothing() {
    #expect(throws: BenchError.self) { try Scenario.selected(by: ["sift", "shift"]) }
  }

  @Test func givesEachScenarioANameOfItsOwn() {
    #expect(Set(Scenario.all.map(\.name)).count == Scenario.all.count)
  }

  @Test func listsWhatThePeersMustKnow() throws {
    let fit = try #require(Scenario.all.first { $0.name == "patch192d-25" })
    let data = try JSONEncoder().encode(ScenarioEntry(fit))
    let entry = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let numbers = ["n": 120_000, "d": 192, "k": 1024, "iterations": 25]
    for (field, number) in numbers { #expect(entry[field] as? Int == number) }
    let words = ["scalar": "f64", "data": "patch192", "work": "fit", "unit": "fit"]
    for (field, word) in words { #expect(entry[field] as? String == word) }
    #expect(entry.count == 1 + numbers.count + words.count)
    let atRandom = try #require(Scenario.all.first { $0.name == "bigk-random" })
    #expect(
      String(decoding: try JSONEncoder().encode(ScenarioEntry(atRandom)), as: UTF8.self)
        .contains("\"start\":\"random\""))
  }
}
