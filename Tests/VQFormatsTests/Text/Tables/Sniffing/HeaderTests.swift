import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// The first row is a header if it has text above numbers; if it is ambiguous, it is refused.
@Suite struct HeaderTests {
  private let trial: TableTrial

  init() throws { trial = try TableTrial() }

  @Test(
    "recognises names",
    arguments: [
      ("country,1970,1971\nPeru,1.5,2\nChad,3,4.5\n", ["1970", "1971"]),
      ("year,inf\n1990,2.5\n1991,3.5\n", ["year", "inf"]),
      ("x,nan\n1990,2.5\n1991,3.5\n", ["x", "nan"]),
      ("x,1970,y\n1,2,3\n4,5,6\n", ["x", "1970", "y"]),
      ("x,NA\n1,2\n3,4\n", ["x", "NA"]), ("x,\n1,2\n3,4\n", ["x", ""]),
      (
        "1stFlr,2ndFlr,area,rooms,year\n1,2,3,4,5\n", ["1stFlr", "2ndFlr", "area", "rooms", "year"]
      ),
      ("# note\nx,y\n1,2\n", ["x", "y"]), ("# x,y\n1,2\n3,4\n", ["x", "y"]),
      ("# first\n# x y\n1 2\n3 4\n", ["x", "y"]), ("#,x,y\n1,5,2\n2,6,3\n", ["", "x", "y"]),
    ])
  func recognisesNames(_ text: String, _ names: [String]) throws {
    let table = try trial.read(text)
    // A column that counts the rows under `#` has no name, and is not a feature.
    #expect(table.captions.columnNames == (names.first == "" ? Array(names.dropFirst()) : names))
    #expect(table.observations.rowCount == text.split(separator: "\n").count - 1 - comments(text))
  }

  private func comments(_ text: String) -> Int {
    let lines = text.split(separator: "\n")
    let count = lines.count { $0.hasPrefix("#") }
    // The last comment above the numbers is the header.
    return count == 0 || text.contains("note") ? count : count - 1
  }

  @Test(
    "recognises data",
    arguments: [
      "1,2\n3,4\n", "5.1,3.5,setosa\n4.9,3.0,setosa\n", "a,0,1\na,5,6\n", "1,2,3\n4,5,6\n",
      "0\n2\n1\n1\n", "1990,1991\n1992,1993\n", "0\n0.5\n1\n",
    ])
  func recognisesData(_ text: String) throws {
    let table = try trial.read(text)
    #expect(table.captions.columnNames == nil)
    #expect(table.observations.rowCount == text.split(separator: "\n").count)
  }

  @Test(
    "refuses an ambiguous first row unless an option decides",
    arguments: [
      "0,1\n0.25,0.5\n0.75,0.125\n", "id,0,1\nA,0.25,0.5\nB,0.75,0.125\n", "0\n0.25\n0.75\n",
      "0,1,2\n5,6,7\n8,9,10\n",
      "1990,1991,1992\n3.5,4.5,1\n2,3,4\n", "\"1\",\"2\"\n0.5,1\n2,3\n", "1,2,3\n0.5,1.5,2.5\n",
      "<0.01\n2\n3\n", "$5\n2\n3\n", "5 in\n1\n2\n", "€5\n2\n3\n", "x,5\n1,2\n3,4\n",
    ])
  func refusesDoubt(_ text: String) throws {
    #expect(try trial.refusal(text).contains("--header yes or --header no"))
    let lines = text.split(separator: "\n").count
    let named = try trial.read(text, .with { $0.header = true })
    #expect(named.observations.rowCount == lines - 1)
    let bare = try? trial.read(text, .with { $0.header = false })
    #expect(bare.map { $0.observations.rowCount == lines } ?? true)
  }

  @Test("does not treat words for missing values as names", arguments: ["NA,NA", "?,-", ",NA"])
  func takesMissingWordsAsValues(_ line: String) throws {
    #expect(try trial.refusal("\(line)\n1,2\n3,4\n").contains("line 1, column 1 is "))
    let table = try trial.read("\(line)\n1,2\n3,4\n", .with { $0.missingRows = .skip })
    #expect(table.observations == [[1, 2], [3, 4]])
    #expect(table.omittedRows.rows == [0])
  }

  @Test(
    "refuses a first row of a different length",
    arguments: [
      "Größe\r\n1,80\r\n1,65\r\n", "My data\nx,y\n1,2\n3,4\n", "a,b,c\n1,2\n3,4\n",
      "a title of two\n+1,2.50\n-3.,400\n", "A title here\n\"a\" \"u\" 1 2\n\"b\" \"v\" 3 4\n",
    ])
  func refusesAnotherLength(_ text: String) throws {
    let message = try trial.refusal(text)
    #expect(message.contains("a.csv, line 1 has ") && message.contains("--skip-lines 1"))
    #expect(!message.contains("--columns"))
  }

  @Test func skipsLinesAsTold() throws {
    let options = ReadingOptions.with { $0.skippedLineCount = 1 }
    #expect(try trial.read("My data\nx,y\n1,2\n", options).captions.columnNames == ["x", "y"])
    let units = ReadingOptions.with {
      $0.skippedLineCount = 2
      $0.header = false
    }
    #expect(try trial.read("x,y\ncm,kg\n1,2\n3,4\n", units).observations == [[1, 2], [3, 4]])
  }

  @Test("writes names that are not UTF-8 unchanged")
  func keepsBytesOfNames() throws {
    let bytes = Array("name,gr".utf8) + [0xF6, 0xDF] + Array("e\na,1\nb,2\n".utf8)
    let table = try TableReader.read(trial.folder.write(bytes, to: "a.csv"))
    #expect(table.captions.columnNames == ["größe"])
    let path = trial.folder.path("b.csv")
    try ResultFile.stage(
      table.observations.span, captions: table.captions, replacing: path
    ).commit()
    #expect(try trial.folder.bytes("b.csv").starts(with: [0x67, 0x72, 0xF6, 0xDF, 0x65, 0x0A]))
  }
}

extension TableTrial {
  func read(_ text: String, _ options: ReadingOptions) throws -> ObservationTable {
    try read(text, as: "a.csv", options)
  }
}
