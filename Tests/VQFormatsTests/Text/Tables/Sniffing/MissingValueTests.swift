import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// A missing value is refused with its place, or its row is omitted and the other rows keep their
/// labels.
@Suite struct MissingValueTests {
  private let trial: TableTrial

  init() throws { trial = try TableTrial() }

  private let skip = ReadingOptions.with { $0.missingRows = .skip }

  @Test(
    "recognises the words for a missing value",
    arguments: [
      "", "NA", "n/a", "#N/A", "?", "\\N", "-", ".", "<NA>", "NaT", "missing", "null", "None",
      "NaN",
      "nan", "\"\"", " ",
    ])
  func knowsWords(_ word: String) throws {
    let text = "id,height\n7,1\n2,\(word)\n9,4\n"
    let message = try trial.refusal(text)
    #expect(message.contains("a.csv, line 3, column 2 (\"height\") is "))
    #expect(message.contains("--missing-rows skip"))
    let table = try trial.read(text, skip)
    #expect(table.observations == [[7, 1], [9, 4]])
    #expect(table.omittedRows.rows == [1])
    #expect(table.notes.contains { $0.contains("left out 1 of 3 rows") })
  }

  @Test func learnsWords() throws {
    let text = "x,y\n1,2\n3,none given\n5,6\n"
    #expect(try trial.refusal(text).contains("line 3, column 2"))
    var options = skip
    options.missingWords = ["None Given"]
    #expect(try trial.read(text, options).observations == [[1, 2], [5, 6]])
  }

  @Test(
    "keeps labels with their rows wherever the text is cut", arguments: [1, 9, 40, 1000], [1, 3])
  func keepsLabelsInStep(_ blockByteCount: Int, _ workers: Int) throws {
    let text =
      "name,x,y\n" + (0..<50).map { "n\($0),\($0 % 3 == 1 ? "NA" : "1.5"),\($0)\n" }.joined()
    var options = skip
    options.labels = [.name("name")]
    let table = try TableReader.read(
      trial.folder.write(text.utf8, to: "a.csv"), options: options, workers: workers,
      blockByteCount: blockByteCount)
    let kept = (0..<50).filter { $0 % 3 != 1 }
    #expect(table.observations == Matrix(kept.flatMap { [1.5, Double($0)] }, columns: 2))
    #expect(table.captions.labels == [TableLabels(name: "name", kept.map { "n\($0)" })])
    #expect(table.omittedRows.rows == (0..<50).filter { $0 % 3 == 1 })
    let all = table.omittedRows.filled(table.captions).labels
    #expect(all == [TableLabels(name: "name", (0..<50).map { "n\($0)" })])
    let codes = table.omittedRows.filled(kept.map { Int32($0) }, with: -1)
    let expected: [Int32] = (0..<50).map { row in row % 3 == 1 ? -1 : Int32(row) }
    #expect(codes == expected)
  }

  @Test func refusesATableWithoutAWholeRow() throws {
    #expect(
      try trial.refusal("x,y\n1,NA\nNA,2\n", skip).contains("lacks a value in each of its 2 rows"))
  }

  @Test("treats a blank line of a one-column table as a missing value")
  func takesBlankLinesOfOneColumnForGaps() throws {
    #expect(try trial.refusal("x\n1\n\n3\n").contains("line 3, column 1 (\"x\") is empty"))
    #expect(try trial.read("x\n1\n\n3\n\n\n", skip).observations == [[1], [3]])
  }
}
