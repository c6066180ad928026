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

  private func error(reading text: String, _ options: ReadingOptions = .automatic) throws -> String
  {
    let path = try folder.write(text.utf8, to: "a.csv")
    let error = #expect(throws: FormatError.self) {
      try TableReader.read(path, options: options)
    }
    return error?.description ?? ""
  }

  @Test(
    "reads the same table in every notation",
    arguments: [
      "1,2.5\n-3,4e2\n", "1,2.5\n-3,4e2", "1,2.5\r\n-3,4e2\r\n", "1,2.5\r\n-3,4e2",
      "\u{FEFF}1,2.5\n-3,4e2\n", " 1 , 2.5 \n-3,4e2\n", "1,2.5\n-3,4e2\n\n \r\n\n",
      "\n\n1,2.5\n-3,4e2", "x,y\n1,2.5\n-3,4e2\n", "\u{FEFF}x,y\r\n1,2.5\n-3,4e2\n",
      "\"x, 1\",\"y\"\n1,2.5\n-3,4e2\n", "\"1\",\"2.5\"\n\"-3\",\"4e2\"\n",
      "\n# x, y\n1,2.5\n-3,4e2", "+1,2.50\n-3.,400\n", "a,\n1.0,.25e1\n-03,4.E+02",
      "1,2.5\n\n-3,4e2\n", "x,y\n\n1,2.5\n \n-3,4e2\n,\n , \n", "x,y\r1,2.5\r-3,4e2\r",
      "1;2.5\n-3;4e2\n", "x;y\n1;2,5\n-3;4e2\n", "1\t2.5\n-3\t4e2\n", "1|2.5\n-3|4e2\n",
      "1 2.5\n-3 4e2\n", "  1   2.5 \n -3   4e2\n", "sep=;\nx;y\n1;2,5\n-3;4e2\n",
      "# note\nx,y\n1,2.5\n# between\n-3,4e2\n", "x,y\n1,2.5\t\n-3,4e2\n", "x,y\n1,2.5,\n-3,4e2,\n",
      "x,y,\n1,2.5,\n-3,4e2,\n", "\"x\",\"y\"\n\"a\",1,2.5\n\"b\",-3,4e2\n",
      ",x,y\n0,1,2.5\n1,-3,4e2\n", "name,x,y\nann,1,2.5\nbob,-3,4e2\n", "% x y\n1 2.5\n-3 4e2\n",
      "\"1,0\",\"2,5\"\n\"-3,0\",\"400,0\"\n",
    ])
  func readsTable(_ text: String) throws {
    #expect(try read(text) == [[1, 2.5], [-3, 400]])
  }

  @Test(
    "reads a table with any file name",
    arguments: ["a.csv", "a.tsv", "a.txt", "a.dat", "a", "a.psv"])
  func readsByAnyName(_ name: String) throws {
    #expect(try read("x\ty\n1\t2\n3\t4\n", as: name) == [[1, 2], [3, 4]])
    #expect(try read("x,y\n1,2\n3,4\n", as: name) == [[1, 2], [3, 4]])
  }

  @Test func findsEmptyFieldsBetweenTabs() throws {
    #expect(try error(reading: "1\t2\n\t4\n").contains("line 2, column 1 is empty"))
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
    #expect(try read("7\n\(sign)\(word)\n") == [[7], [sign == "-" ? -.infinity : .infinity]])
  }

  @Test(
    "refuses a field that is not a number, with its line and column",
    arguments: [
      "x", "1x", "0x10", "1e", "1e+", "e5", "+-1", "--1", "1.2.3", "1 2", "1;2", "1_000",
      "infinit", "nanx", "1e5.0", "é",
    ])
  func refusesNonNumbers(_ field: String) throws {
    let quoted = field.contains(",") ? "\"\(field)\"" : field
    let message = try error(reading: "1,2\n2,3\n3,4.5\n3,\(quoted)\n")
    #expect(message.contains("a.csv, line 4, column 2 is \"\(field)\", which is not a number; "))
    #expect(message.contains("--missing"))
  }

  @Test func refusesASecondHeader() throws {
    let message = try error(reading: "x,y\ncm,kg\n1,2\n3,4\n")
    #expect(message.contains("line 2, column 1 (\"x\") is \"cm\""))
    #expect(message.contains("--skip-lines 2 --header no"))
  }

  @Test(
    "names the place of an unclosed quotation mark",
    arguments: ["1,2\n3,\"4\n5,6\n", "1,2\n3,\"", "x,y\n3,\"4\"\"\n", "\"x,y\n1,2\n"])
  func refusesUnclosedQuotation(_ text: String) throws {
    let line = text.hasPrefix("\"") ? 1 : 2
    let message = try error(reading: text)
    #expect(message.contains("a.csv, line \(line), column \(3 - 2 / line)"))
    #expect(message.contains("quotation mark that is not closed"))
  }

  @Test("refuses text after a closing quotation mark, and names the start of the field")
  func refusesTextAfterQuotation() throws {
    let message = try error(reading: "1,\"a\nb\" c\n2,3\n")
    #expect(message.contains("line 1, column 2 has text after its closing quotation mark"))
    let inches = try error(reading: "\"5 in\t1\n\"6 in\t2\n7\t3\n")
    #expect(inches.contains("line 1, column 1 has text after"))
  }

  @Test func countsLinesWithinQuotationMarks() throws {
    let message = try error(reading: "\"a\n\nb\",c\n1,2\n2,3\n3,x\n")
    #expect(message.contains("line 6, column 2 (\"c\") is \"x\""))
  }

  @Test func cutsLongFieldsInErrors() throws {
    let message = try error(reading: "1\n2\n" + String(repeating: "y", count: 10_000))
    #expect(message.contains("is \"\(String(repeating: "y", count: 60))\","))
  }

  @Test(
    "refuses rows of a different length",
    arguments: [
      ("1,2\n3\n", 2, "1 field"), ("1,2\n3,4\n5,6,7\n", 3, "3 fields"),
      ("x,y\n1,2\n3,4\n5\n", 4, "1 field"), ("x,y\n1,2\n3,4\n5,6,7,8\n", 4, "4 fields"),
    ])
  func refusesRaggedRows(_ text: String, line: Int, found: String) throws {
    let message = try error(reading: text)
    #expect(message.contains("line \(line) has \(found) where") || message.contains("line 1 has"))
  }

  @Test(
    "refuses files without numbers", arguments: ["", "\n", "\r\n \n", "x,y\n", "\u{FEFF}", "#x\n"])
  func refusesFilesWithoutRows(_ text: String) throws {
    #expect(try error(reading: text).contains("holds no numbers"))
  }

  @Test(
    "recognises UTF-16 text", arguments: [[0xFF, 0xFE, 0x31, 0x00], [0xFE, 0xFF, 0x00, 0x31]])
  func refusesUTF16(_ bytes: [UInt8]) throws {
    let path = try folder.write(bytes, to: "a.csv")
    let error = #expect(throws: FormatError.self) { try TableReader.read(path) }
    #expect(error?.description.contains("UTF-16") == true)
  }

  @Test func refusesAMissingFile() {
    let path = folder.path("none.csv")
    #expect(throws: FormatError.cannotOpen(path: path, reason: "No such file or directory")) {
      try TableReader.read(path)
    }
  }
}
