import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Columns are chosen by name or number, and text columns can be kept as labels.
@Suite struct ColumnChoiceTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = try folder.write(
      "id, x ,\"the y\",kind\n\"a, b\",1,2,red\n b ,3,4,green\n".utf8, to: "a.csv")
  }

  private func error(_ selection: ReadingOptions) -> String {
    let error = #expect(throws: FormatError.self) {
      try TableReader.read(path, options: selection)
    }
    return error?.description ?? ""
  }

  @Test(
    "keeps the given order of features",
    arguments: [
      ([.name("x"), .name("the y")], [[1, 2], [3, 4]], ["x", "the y"]),
      ([.number(3), .name("x")], [[2, 1], [4, 3]], ["the y", "x"]),
      ([.number(2)], [[1], [3]], ["x"]),
    ] as [([ColumnChoice], Matrix<Double>, [String])])
  func takesFeatures(
    _ columns: [ColumnChoice], _ numbers: Matrix<Double>, _ names: [String]
  ) throws {
    let table = try TableReader.read(path, options: ReadingOptions(features: columns))
    #expect(table.observations == numbers)
    #expect(table.captions == TableCaptions(columnNames: names))
  }

  @Test func keepsLabelsAsText() throws {
    let table = try TableReader.read(
      path, options: ReadingOptions(features: [.name("x")], labels: [.name("id")]))
    #expect(table.captions.labels == [TableLabels(name: "id", ["a, b", "b"])])
    #expect(table.captions.labels[0][0] == "a, b")
    #expect(table.captions.labels[0].count == 2)
  }

  @Test func takesAllColumnsBesideTheLabels() throws {
    let path = try folder.write("1,2,3\n4,5,6\n".utf8, to: "b.csv")
    let table = try TableReader.read(path, options: ReadingOptions(labels: [.number(2)]))
    #expect(table.observations == [[1, 3], [4, 6]])
    #expect(table.captions == TableCaptions(labels: [TableLabels(["2", "5"])]))
  }

  @Test func takesLabelsAsAFeatureIfTold() throws {
    let path = try folder.write("7,x\n\"8\",y\n".utf8, to: "b.csv")
    let table = try TableReader.read(
      path, options: ReadingOptions(features: [.number(1)], labels: [.number(1)]))
    #expect(table.observations == [[7], [8]])
    #expect(table.captions.labels == [TableLabels(["7", "8"])])
  }

  @Test func offersTheNamesThereAre() {
    let sentence = error(ReadingOptions(features: [.name("teh y")]))
    #expect(sentence.contains("has no column \"teh y\"; did you mean the y? its columns are id, x"))
    #expect(sentence.contains("its columns are id, x, the y, kind"))
  }

  @Test func offersTenNamesAtMost() throws {
    let names = (0..<300).map { "name\($0)" }.joined(separator: ",")
    let numbers = (0..<300).map(String.init).joined(separator: ",")
    let path = try folder.write("\(names)\n\(numbers)\n".utf8, to: "b.csv")
    let error = #expect(throws: FormatError.self) {
      try TableReader.read(path, options: ReadingOptions(features: [.name("height")]))
    }
    #expect(error?.description.contains("name9 and 290 more") == true)
    #expect(error?.description.contains("name10") == false)
  }

  @Test(
    "refuses columns that do not exist or are chosen twice",
    arguments: [
      (ReadingOptions(features: [.number(5)]), "has no column 5; it has 4, numbered from 1"),
      (ReadingOptions(features: [.number(0)]), "has no column 0"),
      (ReadingOptions(labels: [.number(-1)]), "has no column -1"),
      (ReadingOptions(features: [.name("x"), .number(2)]), "column 2 is chosen twice"),
      (
        ReadingOptions(features: [.name("x"), .name("kind")]),
        "column 4 (\"kind\") holds text such as \"red\""
      ),
    ])
  func refusesColumns(_ selection: ReadingOptions, _ words: String) {
    #expect(error(selection).contains(words))
  }

  @Test func wantsAHeader() throws {
    let path = try folder.write("1,2\n".utf8, to: "b.csv")
    let error = #expect(throws: FormatError.self) {
      try TableReader.read(path, options: ReadingOptions(features: [.name("x")]))
    }
    #expect(error?.description.contains("numbers of columns, from 1 to 2") == true)
  }

  @Test func wantsNamesThatDiffer() throws {
    let path = try folder.write("x,x\n1,2\n".utf8, to: "b.csv")
    let error = #expect(throws: FormatError.self) {
      try TableReader.read(path, options: ReadingOptions(features: [.name("x")]))
    }
    #expect(error?.description.contains("several columns \"x\"") == true)
  }

  @Test func wantsAFeature() throws {
    let path = try folder.write("1\n2\n".utf8, to: "b.csv")
    let error = #expect(throws: FormatError.self) {
      try TableReader.read(path, options: ReadingOptions(labels: [.number(1)]))
    }
    #expect(error?.description.contains("in addition to the labels") == true)
  }

  @Test(
    "parses lists like lines of a table",
    arguments: [
      ("x", [.written("x")]), ("x, 2,the y", [.written("x"), .written("2"), .written("the y")]),
      ("\"a, b\",\"say \"\"x\"\"\"", [.name("a, b"), .name("say \"x\"")]),
      ("", nil), ("x,", nil), (",x", nil), ("x,,y", nil), ("\"x", nil), ("x\ny", nil),
    ] as [(String, [ColumnChoice]?)])
  func readsLists(_ line: String, _ columns: [ColumnChoice]?) {
    #expect(ColumnChoice.list(line) == columns)
  }

  @Test func selectsOfTextOnly() throws {
    let path = try folder.write(
      NPYBytes(descr: "'<f8'", shape: "(1, 1)", bytes(of: [1] as [Double])).file, to: "a.npy")
    let error = #expect(throws: FormatError.self) {
      _ = try ObservationFile(opening: path, options: ReadingOptions(features: [.number(1)]))
    }
    #expect(error?.description.contains("a.npy is not a table in text") == true)
  }

  @Test(
    "lists names in one line, whatever they contain",
    arguments: ["\u{1B}[2J", "a\tb", "\u{85}", "\u{2028}", "\u{7F}"])
  func listsNamesInOneLine(_ name: String) throws {
    let path = try folder.write("y,\"\(name)\"\n1,2\n".utf8, to: "b.csv")
    for column: ColumnChoice in [.number(3), .name("x"), .name(name + "z")] {
      let error = #expect(throws: FormatError.self) {
        try TableReader.read(path, options: ReadingOptions(features: [column]))
      }
      let isText = error?.description.unicodeScalars.allSatisfy {
        ![.control, .lineSeparator].contains($0.properties.generalCategory)
      }
      #expect(isText == true)
    }
  }
}
