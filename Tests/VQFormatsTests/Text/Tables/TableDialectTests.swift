import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Tables whose dialect can be mistaken for another, of kinds that the differential test found.
@Suite struct TableDialectTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ text: String, _ options: ReadingOptions = .automatic
  ) throws -> Matrix<Double> {
    try TableReader.read(folder.write(text.utf8, to: "a.csv"), options: options).observations
  }

  private func error(_ text: String, _ options: ReadingOptions = .automatic) throws -> String {
    let path = try folder.write(text.utf8, to: "a.csv")
    let error = #expect(throws: FormatError.self) {
      try TableReader.read(path, options: options)
    }
    return error?.description ?? ""
  }

  @Test(
    "reads two columns in every notation",
    arguments: [
      // Commas as separators, with decimal commas in quotation marks.
      "n,x,y\nann,4,\"2,5\"\nbob,0,\"-0,75\"\n", "x,y\n4,\"2,5\"\n0,\"-0,75\"\n",
      // Row names as R writes them, with a separator at the end of every row, or one column name
      // fewer.
      "\"x\",\"y\",\n\"1\",4,2.5,\n\"2\",0,-0.75,\n", "x\ty\n1\t4\t2.5\n2\t0\t-0.75\n",
      "\"x\",\"y\"\n4,2.5,\n0,-0.75,\n",
      // Comments among rows that begin with text.
      "n,x,y\nann,4,2.5\n# note\nbob,0,-0.75\n", "n\tx\ty\nann\t4\t2.5\n#note\nbob\t0\t-0.75\n",
      // A name that contains a comma, in a table with semicolons.
      "n;a,b;y\nann;4;2,5\nbob;0;-0,75\n", "n;x;y\nann;4;2,5\n\"b\";0;-0,75\n",
      // An index column without a name.
      ",name,x,y\n0,ann,4,2.5\n1,bob,0,-0.75\n",
    ])
  func readsTwoColumns(_ text: String) throws {
    #expect(try read(text) == [[4, 2.5], [0, -0.75]])
  }

  @Test func readsRowsThatBeginWithTheMarkOfComments() throws {
    #expect(try read("name,x\nann,1\n#bob,2\n") == [[1], [2]])
  }

  @Test func keepsRowsThatBeginWithTheMarkOfCommentsFarDown() throws {
    let rows = (0..<90_000).map { "text \($0),\($0 % 7)\n" }.joined()
    let table = try read("name,x\n" + rows + "#bob,9\n")
    #expect(table.rowCount == 90_001)
    #expect(table[90_000, 0] == 9)
  }

  @Test func readsRowNamesAboveOneColumn() throws {
    #expect(try read("x\n1\t2.5\n2\t3.5\n") == [[2.5], [3.5]])
    #expect(try error("Größe\n1,80\n2,65\n").contains("--decimal comma"))
    #expect(try error("h,w\n1,80,70\n2,65,60\n").contains("--decimal comma"))
  }

  @Test func takesTabsForSeparatorsOfTextWithBlanks() throws {
    #expect(try read("x\ty\n1 234\t2\n2 345\t3\n") == [[2], [3]])
  }

  @Test(
    "names the option if two separators are possible",
    arguments: [
      (" a,b   y\n 6,774   a\n 6,25   b\n", "--separator comma or --separator blanks"),
      ("A survey of\n1990\t1991\t1992\n1.5\t2\t3\n", "--separator blanks or --separator tab"),
    ])
  func namesSeparators(_ text: String, _ option: String) throws {
    #expect(try error(text).contains(option))
  }

  @Test(
    "refuses a first row of numbers next to text that may be values",
    arguments: [
      "ann,1\nbob,2.5\n", "ann,1,2\nbob,2.5,3.5\n", "ann,0\nbob,2.5\n", "ann,1970\nbob,2.5\n",
      "total,1970\nbob,1971\nann,12\n", ",1.5,2\n0,3,4\n1,5,6\n",
    ])
  func refusesNumbersNextToText(_ text: String) throws {
    #expect(try error(text).contains("--header yes or --header no"))
  }

  @Test func findsDecimalCommasInColumnsWithUnknownWords() throws {
    #expect(try error("\"0\";\"3,36\"\n\"1\";\"9,1\"\n\"2\";\"unknown\"\n").contains("--missing"))
  }

  @Test func refusesAHeaderOfAnotherLengthThatWasDeclared() throws {
    var options = ReadingOptions()
    options.header = true
    #expect(try error("a,b\n1,2,3,4\n5,6,7,8\n", options).contains("line 1 has 2 fields"))
    #expect(try read("a,b\n1,80,70\n1,65,60\n", options) == [[80, 70], [65, 60]])
  }

  @Test func obeysADeclaredDecimalComma() throws {
    var options = ReadingOptions()
    options.decimalMark = .comma
    #expect(try read("\"x\"\n1,80\n1,65\n", options) == [[1.8], [1.65]])
    #expect(try read("a;b;\"c\"\n1,5;x;y\n2,5;x;z\n", options) == [[1.5], [2.5]])
    #expect(try read("x,y\n\"1,5\",2\n\"2,5\",3\n", options) == [[1.5, 2], [2.5, 3]])
  }
}
