import Foundation
import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Tables as people and programs write them.
@Suite struct TableReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String, as name: String = "a.csv") throws -> Matrix<Double> {
    try TableReader.read(folder.write(text.utf8, to: name)).observations
  }

  private func error(reading text: String) throws -> FormatError? {
    let path = try folder.write(text.utf8, to: "a.csv")
    return #expect(throws: FormatError.self) { try TableReader.read(path) }
  }

  @Test(
    "reads the same table however it is dressed",
    arguments: [
      "1,2.5\n-3,4e2\n", "1,2.5\n-3,4e2", "1,2.5\r\n-3,4e2\r\n", "1,2.5\r\n-3,4e2",
      "\u{FEFF}1,2.5\n-3,4e2\n", " 1 , 2.5 \n-3,4e2\n", "1,2.5\n-3,4e2\n\n \r\n\n",
      "\n\n1,2.5\n-3,4e2", "x,y\n1,2.5\n-3,4e2\n", "\u{FEFF}x,y\r\n1,2.5\n-3,4e2\n",
      "\"x, 1\",\"y\"\n1,2.5\n-3,4e2\n", "\"1\",\"2.5\"\n\"-3\",\"4e2\"\n",
      "\n# x, y\n1,2.5\n-3,4e2",
      "a table of two columns\n+1,2.50\n-3.,400\n",
      ",\n1.0,.25e1\n-03,4.E+02",
    ])
  func readsTable(_ text: String) throws {
    #expect(try read(text) == [[1, 2.5], [-3, 400]])
  }

  @Test func separatesByTabsInTSV() throws {
    #expect(try read("x\ty\n1\t2\n3\t4\n", as: "a.tsv") == [[1, 2], [3, 4]])
    #expect(try read("1\t2\n", as: "a.TSV") == [[1, 2]])
  }

  @Test func findsEmptyFieldsBetweenTabs() throws {
    let path = try folder.write("1\t2\n\t4\n".utf8, to: "a.tsv")
    #expect(throws: FormatError.badNumber(path: path, line: 2, column: 1, text: "")) {
      try TableReader.read(path)
    }
  }

  @Test func readsOneColumnAndOneRow() throws {
    #expect(try read("1\n2\n3\n") == [[1], [2], [3]])
    #expect(try read("1,2,3") == [[1, 2, 3]])
  }

  @Test(
    "reads infinities", arguments: ["inf", "Inf", "+inf", "INFINITY", "infinity", "1e999"],
    ["", "-"])
  func readsInfinity(_ word: String, _ sign: String) throws {
    guard !(sign == "-" && word.hasPrefix("+")) else { return }
    #expect(try read("\(sign)\(word)\n") == [[sign == "-" ? -.infinity : .infinity]])
  }

  @Test("reads NaN", arguments: ["nan", "NaN", "-nan", "NAN"])
  func readsNaN(_ word: String) throws {
    let matrix = try read("0,\(word)\n")
    #expect(matrix[0, 1].isNaN)
  }

  @Test(
    "rejects what is not a number, with line and column",
    arguments: [
      "x", "1x", "0x10", "1e", "1e+", "e5", ".", "-", "+-1", "--1", "1.2.3", "1 2", "1;2", "1_000",
      "infinit", "nanx", "1e5.0", "NA", "\"1\"2", "é", "",
    ])
  func rejectsNonNumbers(_ field: String) throws {
    #expect(
      try error(reading: "1,2\n3,\(field)\n")
        == .badNumber(path: folder.path("a.csv"), line: 2, column: 2, text: field))
  }

  @Test("rejects a first line of words and numbers", arguments: ["1,x\n3,4\n", "x,y,3\n1,2,3\n"])
  func rejectsMixedFirstLine(_ text: String) throws {
    guard case .badNumber(_, 1, _, nil, let word) = try error(reading: text) else {
      Issue.record("no error")
      return
    }
    #expect(word == "x")
  }

  @Test func rejectsASecondHeader() throws {
    #expect(
      try error(reading: "x,y\nx,y\n1,2\n")
        == .badNumber(path: folder.path("a.csv"), line: 2, column: 1, name: "x", text: "x"))
  }

  @Test("says which value is missing", arguments: ["", "NA", "n/a", "null", "None", "\"\""])
  func rejectsMissingValues(_ field: String) throws {
    let error = try #require(try error(reading: "id,height\n1,2\n2,\(field)\n"))
    #expect(error.description.contains("a.csv, line 3, column 2 (\"height\") is "))
    #expect(error.description.contains("fill in a number"))
    #expect(field.count < 3 || error.description.contains("a missing value"))
  }

  @Test func namesAColumnOfText() throws {
    let error = try #require(try error(reading: "name,x\nann,1\nbob,2\n"))
    #expect(error.description.contains("a.csv, column 1, \"name\", has no number in any row"))
    #expect(error.description.contains("--columns"))
  }

  @Test(
    "says where a quotation mark is never closed",
    arguments: ["1,2\n3,\"4\n5,6\n", "1,2\n3,\"", "x,y\n3,\"4\"\"\n", "\"x,y\n1,2\n"])
  func rejectsUnclosedQuotation(_ text: String) throws {
    let line = text.hasPrefix("\"") ? 1 : 2
    let error = try #require(try error(reading: text))
    #expect(error.description.contains("a.csv, line \(line), column \(3 - 2 / line) "))
    #expect(error.description.contains("quotation mark"))
  }

  @Test func countsLinesWithinQuotationMarks() throws {
    #expect(
      try error(reading: "\"a\n\nb\",c\n1,2\n3,x\n")
        == .badNumber(path: folder.path("a.csv"), line: 5, column: 2, name: "c", text: "x"))
  }

  @Test func cutsLongFieldsInErrors() throws {
    let error = try error(reading: "1\n" + String(repeating: "y", count: 10_000))
    #expect(
      error
        == .badNumber(
          path: folder.path("a.csv"), line: 2, column: 1, text: String(repeating: "y", count: 60)))
  }

  @Test(
    "rejects rows of another length",
    arguments: [
      ("1,2\n3\n", 2, 1), ("1,2\n3,4,5\n", 2, 3), ("x,y\n1,2\n3,4\n5\n", 4, 1),
      ("1,2\n\n3,4\n", 2, 0), ("1,2\n3,4\n\n \n5,6\n", 3, 0),
    ])
  func rejectsRaggedRows(_ text: String, line: Int, found: Int) throws {
    #expect(
      try error(reading: text)
        == .raggedRow(path: folder.path("a.csv"), line: line, expected: 2, found: found))
  }

  @Test("rejects files without numbers", arguments: ["", "\n", "\r\n \n", "x,y\n", "\u{FEFF}"])
  func rejectsFilesWithoutRows(_ text: String) throws {
    #expect(try error(reading: text) == .noRows(path: folder.path("a.csv")))
  }

  @Test("rejects UTF-16", arguments: [[0xFF, 0xFE, 0x31, 0x00], [0xFE, 0xFF, 0x00, 0x31]])
  func rejectsUTF16(_ bytes: [UInt8]) throws {
    let path = try folder.write(bytes, to: "a.csv")
    #expect(throws: FormatError.unsupportedEncoding(path: path)) { try TableReader.read(path) }
  }

  @Test func rejectsAMissingFile() {
    let path = folder.path("none.csv")
    #expect(throws: FormatError.cannotOpen(path: path, reason: "No such file or directory")) {
      try TableReader.read(path)
    }
  }
}
