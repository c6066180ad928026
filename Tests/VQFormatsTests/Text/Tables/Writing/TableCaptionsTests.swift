import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Names and labels are written so that they can be read again.
@Suite struct TableCaptionsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let matrix: Matrix<Double> = [[1, 2], [3, 4], [5, 6]]
  private let captions = TableCaptions(
    columnNames: ["x, y", "say \"z\""],
    labels: [TableLabels(name: "id", ["plain", " spaces ", "comma, \"mark\"\nline"])])

  @Test("are read back unchanged", arguments: ["a.csv", "a.tsv"])
  func comeBack(_ name: String) throws {
    try CSVWriter.stage(matrix.span, captions: captions, replacing: folder.path(name)).commit()
    let table = try TableReader.read(
      folder.path(name), options: ReadingOptions(labels: [.name("id")]))
    #expect(table.observations == matrix)
    #expect(table.captions == captions)
  }

  @Test func areQuotedWhereNeeded() throws {
    let codes: [Int32] = [2, 0, 1]
    try ResultFile.stage(
      codes.span, captions: captions.besideLabels("code"), replacing: folder.path("a.csv")
    ).commit()
    #expect(
      try folder.text("a.csv")
        == "id,code\nplain,2\n\" spaces \",0\n\"comma, \"\"mark\"\"\nline\",1\n")
  }

  @Test func standBesideDistances() throws {
    let labels = TableCaptions(labels: [TableLabels(["a", "b"])])
    let distances: [Float] = [0.5, 2]
    try ResultFile.stage(
      distances.span, captions: labels.besideLabels("distance"), replacing: folder.path("a.tsv")
    ).commit()
    #expect(try folder.text("a.tsv") == "label\tdistance\na\t0.5\nb\t2.0\n")
  }

  @Test func leaveCentroidsTheirNames() throws {
    try ResultFile.stage(
      matrix.span, captions: captions.ofColumns, replacing: folder.path("a.csv")
    ).commit()
    #expect(
      try folder.text("a.csv") == "\"x, y\",\"say \"\"z\"\"\"\n1.0,2.0\n3.0,4.0\n5.0,6.0\n")
  }

  @Test func addNothingToUnlabelledCodes() throws {
    let codes: [Int32] = [2, 0]
    try ResultFile.stage(
      codes.span, captions: captions.ofColumns.besideLabels("code"), replacing: folder.path("a.csv")
    ).commit()
    #expect(try folder.text("a.csv") == "2\n0\n")
  }
}
