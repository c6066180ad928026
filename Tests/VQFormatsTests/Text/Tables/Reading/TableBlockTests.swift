import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// The position of cuts and the number of workers change neither numbers nor errors.
@Suite struct TableBlockTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let cuts = [1, 2, 5, 64, 300]

  private func read(
    _ path: String, _ blockByteCount: Int, workers: Int
  ) throws -> ObservationTable {
    try TableReader.read(
      path, options: ReadingOptions(features: [.number(2), .number(3)], labels: [.number(1)]),
      workers: workers, blockByteCount: blockByteCount)
  }

  /// Labels that mislead a scanner that starts in the middle of one.
  private static func label(_ row: Int) -> String {
    switch row % 6 {
    case 0: "plain \(row)"
    case 1: "two\nlines"
    case 2: "\n\",\n7,8,9\n\"\n"
    case 3: "\"\"\n\""
    case 4: "1,2,3\n\n4,5,6"
    default: String(repeating: "\n", count: row % 50)
    }
  }

  private func lines(_ count: Int) -> [String] {
    (0..<count).map { row in
      let label = Self.label(row).split(separator: "\"", omittingEmptySubsequences: false)
      return "\"\(label.joined(separator: "\"\""))\",\(row),0.\(row)\n"
    }
  }

  @Test("gives the same result wherever the text is cut", arguments: cuts, [1, 2, 5])
  func doesNotDependOnCuts(_ blockByteCount: Int, _ workers: Int) throws {
    let path = try folder.write(lines(200).joined().utf8, to: "a.csv")
    let table = try read(path, blockByteCount, workers: workers)
    #expect(
      table.observations
        == Matrix((0..<200).flatMap { [Double($0), Double("0.\($0)") ?? 0] }, columns: 2))
    #expect(table.captions.labels == [TableLabels((0..<200).map(Self.label))])
  }

  @Test("names the first faulty line", arguments: cuts, [1, 2, 5])
  func namesTheFirstWrongLine(_ blockByteCount: Int, _ workers: Int) throws {
    var lines = lines(200)
    lines[120] = "x,1,no\n"
    lines[121] = "x,1\n"
    lines[150] = "\n"
    lines[180] = "x,no,1\n"
    let path = try folder.write(lines.joined().utf8, to: "a.csv")
    let line = 1 + lines[..<120].joined().count { $0 == "\n" }
    for _ in 0..<5 {
      let error = #expect(throws: FormatError.self) {
        try read(path, blockByteCount, workers: workers)
      }
      #expect(error?.description.contains("line \(line), column 3 is \"no\", which is not") == true)
    }
  }

  @Test("finds short and long lines in later blocks", arguments: cuts, [1, 2, 4])
  func findsRaggedLines(_ blockByteCount: Int, _ fieldCount: Int) throws {
    var lines = (0..<99).map { "a,\($0),1\n" }
    lines[77] = Array(repeating: "1", count: fieldCount).joined(separator: ",") + "\n"
    let path = try folder.write((lines.joined() + "\n \r\n\n").utf8, to: "a.csv")
    #expect(
      throws: FormatError.raggedRow(path: path, line: 78, expected: 3, found: fieldCount)
    ) {
      try read(path, blockByteCount, workers: 3)
    }
  }

  @Test("allows blank lines at the end that fill many blocks", arguments: cuts)
  func allowsBlankLinesAtTheEnd(_ blockByteCount: Int) throws {
    let text = "a,1,2\nb,3,4\n" + String(repeating: "\n \r\n", count: 100)
    let table = try read(folder.write(text.utf8, to: "a.csv"), blockByteCount, workers: 2)
    #expect(table.observations == [[1, 2], [3, 4]])
  }

  /// Scanned from its middle, the text has quotation marks at the beginning of fields.
  @Test("finds an unclosed quotation mark", arguments: cuts)
  func findsUnclosedQuotation(_ blockByteCount: Int) throws {
    let text = lines(50).joined() + "\"open,1,2\n" + (0..<50).map { "a,\($0),1\n" }.joined()
    let path = try folder.write(text.utf8, to: "a.csv")
    let line = 1 + lines(50).joined().count { $0 == "\n" }
    let error = #expect(throws: FormatError.self) { try read(path, blockByteCount, workers: 2) }
    #expect(error?.description.contains("a.csv, line \(line), column 1 begins with") == true)
  }

  /// No machine has enough memory for as many numbers as lines times fields.
  @Test func takesMemoryInProportion() throws {
    let wide = Array(repeating: "1", count: 100_000).joined(separator: ",") + "\n"
    let path = try folder.write((wide + String(repeating: "1\n", count: 500_000)).utf8, to: "a.csv")
    let error = #expect(throws: FormatError.self) { try TableReader.read(path) }
    #expect(
      error?.description.contains("line 1 has 100000 fields where the next rows have 1") == true)
    let lines = Array(repeating: wide, count: 3).joined() + String(repeating: "1\n", count: 500_000)
    let longPath = try folder.write(lines.utf8, to: "b.csv")
    #expect(throws: FormatError.raggedRow(path: longPath, line: 4, expected: 100_000, found: 1)) {
      try TableReader.read(longPath)
    }
  }

  /// Texts of special bytes, nearly all of them invalid.
  @Test("finds the same fault wherever the text is cut", arguments: 0..<8)
  func findsTheSameFault(_ seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let alphabet = Array("1122,,,\n\n\n\"\" \rx.e-".utf8)
    for _ in 0..<100 {
      let count = generator.integer(below: 60)
      let text = (0..<count).map { _ in alphabet[generator.integer(below: alphabet.count)] }
      let path = try folder.write(Array("x,1,1\n".utf8) + text, to: "a.csv")
      let whole = Result { () throws(FormatError) in try outcome(path, 1_000, workers: 1) }
      let cut = 1 + generator.integer(below: 20)
      let parts = Result { () throws(FormatError) in try outcome(path, cut, workers: 2) }
      #expect(whole == parts, "\(String(decoding: text, as: UTF8.self)) cut every \(cut) bytes")
    }
  }

  private func outcome(
    _ path: String, _ blockByteCount: Int, workers: Int
  ) throws(FormatError) -> [String] {
    let table = try TableReader.read(
      path, options: ReadingOptions(features: [.number(2), .number(3)], labels: [.number(1)]),
      workers: workers, blockByteCount: blockByteCount)
    let labels = table.captions.labels[0]
    return table.observations.elements.map(\.description) + (0..<labels.count).map { labels[$0] }
  }
}
