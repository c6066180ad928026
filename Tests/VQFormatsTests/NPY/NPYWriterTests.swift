import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Files are identical to those that NumPy writes.
@Suite struct NPYWriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func writesAMatrix() throws {
    let matrix: Matrix<Float> = [[1, 2, 3], [4, 5, .infinity]]
    try NPYWriter.stage(matrix.span, replacing: folder.path("a.npy")).commit()
    let expected = NPYBytes(descr: "'<f4'", shape: "(2, 3)", bytes(of: matrix.elements))
    #expect(try folder.bytes("a.npy") == expected.file)
  }

  @Test func writesOneColumnAsOneDimensionIfAsked() throws {
    let matrix: Matrix<Double> = [[1], [2]]
    try NPYWriter.stage(
      matrix.span, oneDimensional: true, replacing: folder.path("one.npy")
    ).commit()
    try NPYWriter.stage(matrix.span, replacing: folder.path("two.npy")).commit()
    let elements = bytes(of: matrix.elements)
    #expect(
      try folder.bytes("one.npy") == NPYBytes(descr: "'<f8'", shape: "(2,)", elements).file)
    #expect(
      try folder.bytes("two.npy") == NPYBytes(descr: "'<f8'", shape: "(2, 1)", elements).file)
  }

  @Test func writesNumbers() throws {
    let distances: [Double] = [0.25, -0.0, 1e300]
    try NPYWriter.stage(distances.span, replacing: folder.path("a.npy")).commit()
    let expected = NPYBytes(descr: "'<f8'", shape: "(3,)", bytes(of: distances))
    #expect(try folder.bytes("a.npy") == expected.file)
  }

  @Test func writesCodes() throws {
    let codes: [Int32] = [3, 0, .max]
    try NPYWriter.stage(codes.span, replacing: folder.path("a.npy")).commit()
    let expected = NPYBytes(descr: "'<i4'", shape: "(3,)", bytes(of: codes))
    #expect(try folder.bytes("a.npy") == expected.file)
  }

  @Test func writesNothingOfAnEmptyArray() throws {
    try NPYWriter.stage([Float]().span, replacing: folder.path("a.npy")).commit()
    #expect(try folder.bytes("a.npy") == NPYBytes(descr: "'<f4'", shape: "(0,)").file)
  }

  /// More rows than one block, with other elements between and after the rows.
  @Test func leavesOutWhatIsBetweenRows() throws {
    let (rows, columns, stride) = (9_000, 2, 3)
    let elements = (0..<rows * stride).map(Float.init)
    let matrix = MatrixSpan(elements.span, rows: rows, columns: columns, rowStride: stride)
    try NPYWriter.stage(matrix, replacing: folder.path("a.npy")).commit()
    let kept = elements.enumerated().filter { $0.offset % stride < columns }.map(\.element)
    let expected = NPYBytes(descr: "'<f4'", shape: "(9000, 2)", bytes(of: kept))
    #expect(try folder.bytes("a.npy") == expected.file)
  }

  @Test func leavesOutWhatIsBehindTheLastRow() throws {
    let elements: [Double] = [1, 2, 3, 4, 5]
    try NPYWriter.stage(
      MatrixSpan(elements.span, rows: 2, columns: 2), replacing: folder.path("a.npy")
    ).commit()
    let expected = NPYBytes(descr: "'<f8'", shape: "(2, 2)", bytes(of: Array(elements.prefix(4))))
    #expect(try folder.bytes("a.npy") == expected.file)
  }

  @Test func writesWhatIsRead() throws {
    let matrix: Matrix<Double> = [[0.1, -.infinity], [.leastNonzeroMagnitude, 1e308]]
    try NPYWriter.stage(matrix.span, replacing: folder.path("a.npy")).commit()
    let file = try NPYFile(opening: folder.path("a.npy"))
    let read = Matrix(copying: file.span(as: Double.self))
    #expect(read == matrix)
  }
}
