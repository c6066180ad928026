import Testing
import VectorQuantization

@Suite struct MatrixSpanTests {
  /// Three rows of two elements, each followed by an element outside the matrix.
  let strided: [Float] = [1, 2, -1, 3, 4, -1, 5, 6, -1]

  @Test func readsRowsThatLieApart() {
    let span = MatrixSpan(strided.span, rows: 3, columns: 2, rowStride: 3)
    #expect(span.rowCount == 3 && span.columnCount == 2 && span.rowStride == 3)
    let elements = (0..<3).flatMap { row in (0..<2).map { span[row, $0] } }
    #expect(elements == [1, 2, 3, 4, 5, 6])
    let last = span[row: 2]
    #expect(last.count == 2 && last[0] == 5 && last[1] == 6)
  }

  @Test func needsNothingAfterTheLastRow() {
    let exact = Array(strided.dropLast())
    let span = MatrixSpan(exact.span, rows: 3, columns: 2, rowStride: 3)
    #expect(span[2, 1] == 6)
  }

  @Test func takesRowsOutWithoutACopy() {
    let span = MatrixSpan(strided.span, rows: 3, columns: 2, rowStride: 3)
    let tail = span.rows(1..<3)
    #expect(tail.rowCount == 2 && tail.columnCount == 2 && tail.rowStride == 3)
    #expect(Matrix(copying: tail) == [[3, 4], [5, 6]])
    #expect(Matrix(copying: tail.rows(1..<2)) == [[5, 6]])
  }

  @Test(arguments: [0, 1, 3])
  func takesNoRowsOut(_ start: Int) {
    let span = MatrixSpan(strided.span, rows: 3, columns: 2, rowStride: 3)
    let none = span.rows(start..<start)
    #expect(none.rowCount == 0 && none.columnCount == 2)
  }

  @Test func dividesElementsIntoRows() {
    let elements: [Double] = [1, 2, 3, 4, 5, 6]
    let span = MatrixSpan(elements.span, columns: 3)
    #expect(span.rowCount == 2 && span.rowStride == 3)
    #expect(Matrix(copying: span) == [[1, 2, 3], [4, 5, 6]])
  }

  @Test func lendsAMatrix() {
    let matrix: Matrix<Double> = [[1, 2], [3, 4]]
    let span = matrix.span
    #expect(span.rowCount == 2 && span.columnCount == 2 && span[1, 0] == 3)
  }

  @Test func stopsAtABrokenPromise() async {
    await #expect(processExitsWith: .failure) {
      _ = MatrixSpan([1.0, 2, 3].span, columns: 2).rowCount
    }
    await #expect(processExitsWith: .failure) {
      _ = MatrixSpan([1.0, 2, 3, 4].span, rows: 2, columns: 3).rowCount
    }
    await #expect(processExitsWith: .failure) {
      _ = MatrixSpan([1.0, 2, 3, 4].span, rows: 2, columns: 2, rowStride: 1).rowCount
    }
    await #expect(processExitsWith: .failure) {
      _ = MatrixSpan([1.0, 2, 3, 4].span, columns: 2)[2, 0]
    }
    await #expect(processExitsWith: .failure) {
      _ = MatrixSpan([1.0, 2, 3, 4].span, columns: 2)[0, 2]
    }
    await #expect(processExitsWith: .failure) {
      _ = MatrixSpan([1.0, 2, 3, 4].span, columns: 2).rows(1..<3).rowCount
    }
  }
}
