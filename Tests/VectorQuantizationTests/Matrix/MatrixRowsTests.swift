import Testing
import VectorQuantization

@Suite struct MatrixRowsTests {
  private let matrix: Matrix<Double> = [[1, 2, 3], [4, 5, 6]]

  @Test func isMadeOfRowsInAnySequence() throws {
    let rows = [[1.0, 2, 3], [4, 5, 6]]
    #expect(try Matrix(rows) == matrix)
    #expect(try Matrix(rows: AnySequence(rows.map { $0[...] })) == matrix)
    #expect(try Matrix(rows: matrix.rows) == matrix)
  }

  @Test func convertsIntegers() throws {
    #expect(try Matrix(integers: [[1, 2, 3], [4, 5, 6]]) == matrix)
    #expect(Matrix(integers: [1, 2, 3, 4, 5, 6], columns: 3) == matrix)
    let bytes: [UInt8] = [0, 255]
    #expect(Matrix<Float>(integers: bytes, columns: 1) == [[0], [255]])
    // 2^53 + 1 lies between two doubles.
    #expect(Matrix<Double>(integers: [1 << 53 + 1], columns: 1) == [[0x1p53]])
  }

  @Test("rows of different lengths are rejected, and the error names the first")
  func refusesRaggedRows() {
    let error = ClusteringError.raggedRows(row: 2, expected: 2, found: 1)
    #expect(throws: error) { try Matrix([[1.0, 2], [3, 4], [5]]) }
    #expect(throws: error) { try Matrix<Float>(integers: [[1, 2], [3, 4], [5]]) }
    #expect(throws: error) { try kmeans([[1.0, 2], [3, 4], [5]], k: 1) }
    #expect("\(error)".contains("row 2 (counted from 0) has 1 numbers, and the first row has 2"))
  }

  @Test func noRowsAreAMatrixWithoutFeatures() throws {
    let empty = try Matrix([[Double]]())
    #expect(empty.rowCount == 0 && empty.columnCount == 0)
    #expect(throws: ClusteringError.emptyObservations(rowCount: 0, columnCount: 0)) {
      try kmeans([[Double]](), k: 1)
    }
  }

  @Test func lendsRowsAndColumnsAsArrays() {
    #expect(Array(matrix.rows) == [[1, 2, 3], [4, 5, 6]])
    #expect(Array(matrix.columns) == [[1, 4], [2, 5], [3, 6]])
    #expect(matrix.rows.last == [4, 5, 6] && matrix.columns[1] == [2, 5])
    #expect(matrix[row: 1] == [4, 5, 6] && matrix[column: 2] == [3, 6])
  }

  @Test func replacesARow() {
    var changed = matrix
    changed[row: 0] = [7, 8, 9]
    #expect(changed == [[7, 8, 9], [4, 5, 6]])
    #expect(matrix[0, 0] == 1)
  }
}
