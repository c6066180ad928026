import Testing
import VectorQuantization

@Suite struct MatrixDescriptionTests {
  @Test func showsASmallMatrixInColumns() {
    let matrix: Matrix<Double> = [[0.5, 12], [0, -1], [2.25, 3]]
    #expect(
      "\(matrix)" == """
        3 x 2
          0.5  12
            0  -1
         2.25   3
        """)
  }

  @Test func showsTheEndsOfALargeMatrix() {
    let matrix = Matrix((0..<2000).map { Double($0) }, columns: 20)
    let lines = "\(matrix)".split(separator: "\n")
    #expect(lines[0] == "100 x 20")
    #expect(lines.count == 14)
    #expect(lines[1].split(separator: " ") == ["0", "1", "2", "3", "…", "16", "17", "18", "19"])
    #expect(lines[7].split(separator: " ").allSatisfy { $0 == "…" })
    #expect(lines[13].hasSuffix("1999"))
  }

  @Test(
    "shows any number", arguments: [(Double.nan, "nan"), (-.infinity, "-inf"), (1e300, "1e+300")])
  func showsAnyNumber(_ number: Double, _ text: String) {
    #expect("\(Matrix([number], columns: 1))" == "1 x 1\n \(text)")
  }

  @Test func showsAMatrixWithoutRows() {
    #expect("\(Matrix<Float>([], columns: 3))" == "0 x 3")
  }
}
