import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Tables have one row a line, and numbers with the minimum number of digits.
@Suite struct CSVWriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func writesAMatrix() throws {
    let matrix: Matrix<Double> = [[1, 0.1], [-2.5, 1e300]]
    try CSVWriter.stage(matrix.span, replacing: folder.path("a.csv")).commit()
    #expect(try folder.text("a.csv") == "1.0,0.1\n-2.5,1e+300\n")
  }

  @Test func separatesByTabsInTSV() throws {
    let matrix: Matrix<Float> = [[1, 2], [3, 4]]
    try CSVWriter.stage(matrix.span, replacing: folder.path("a.tsv")).commit()
    #expect(try folder.text("a.tsv") == "1.0\t2.0\n3.0\t4.0\n")
  }

  @Test func writesFloatsWithTheDigitsOfFloats() throws {
    let distances: [Float] = [0.1, 16_777_216, .nan, -.infinity]
    try CSVWriter.stage(distances.span, replacing: folder.path("a.csv")).commit()
    #expect(try folder.text("a.csv") == "0.1\n16777216.0\nnan\n-inf\n")
  }

  @Test func writesCodes() throws {
    let codes: [Int32] = [3, 0, .max]
    try CSVWriter.stage(codes.span, replacing: folder.path("a.csv")).commit()
    #expect(try folder.text("a.csv") == "3\n0\n2147483647\n")
  }

  @Test func leavesOutWhatIsBetweenRows() throws {
    let elements: [Double] = [1, 2, 9, 3, 4, 9]
    try CSVWriter.stage(
      MatrixSpan(elements.span, rows: 2, columns: 2, rowStride: 3),
      replacing: folder.path("a.csv")
    ).commit()
    #expect(try folder.text("a.csv") == "1.0,2.0\n3.0,4.0\n")
  }

  @Test func writesNothingOfAnEmptyArray() throws {
    try CSVWriter.stage([Int32]().span, replacing: folder.path("a.csv")).commit()
    #expect(try folder.bytes("a.csv").isEmpty)
  }

  /// More text than is written at a time.
  @Test func writesWhatIsRead() throws {
    let numbers = (0..<8_000).map { Double($0).squareRoot() * ($0 % 3 == 0 ? 1e-200 : -1) }
    let matrix = Matrix(numbers, columns: 4)
    try CSVWriter.stage(matrix.span, replacing: folder.path("a.csv")).commit()
    #expect(try TableReader.read(folder.path("a.csv")).observations == matrix)
  }
}
