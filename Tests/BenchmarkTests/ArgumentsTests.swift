import Testing
import vq_bench

@Suite struct ArgumentsTests {
  enum Fruit: String, CaseIterable { case apple, pear }

  @Test func tellsNamesOptionsAndFlagsApart() throws {
    let arguments = try Arguments(
      ["sift", "--repeats", "3", "--json", "embed"], options: ["--repeats"], flags: ["--json"])
    #expect(arguments.names == ["sift", "embed"])
    #expect(try arguments.integer("--repeats") == 3)
    #expect(arguments.contains("--json"))
    #expect(try arguments.integer("--workers") == nil)
  }

  @Test(
    "refuses arguments that it cannot parse",
    arguments: [["--repeat", "3"], ["--repeats"], ["--repeats", "1", "--repeats", "2"]])
  func refusesWhatItCannotUnderstand(_ words: [String]) {
    #expect(throws: BenchError.self) { try Arguments(words, options: ["--repeats"]) }
  }

  @Test("refuses values out of range", arguments: ["0", "-1", "two", ""])
  func refusesValuesOutOfRange(_ text: String) throws {
    let arguments = try Arguments(["--repeats", text], options: ["--repeats"])
    #expect(throws: BenchError.self) { try arguments.integer("--repeats") }
  }

  @Test func namesTheWordsAmongWhichToChoose() throws {
    let arguments = try Arguments(["--fruit", "plum"], options: ["--fruit"])
    #expect(
      throws: BenchError.usage("--fruit is \"plum\"; it must be one of apple, pear")
    ) { try arguments.choice("--fruit", of: Fruit.self) }
  }
}
