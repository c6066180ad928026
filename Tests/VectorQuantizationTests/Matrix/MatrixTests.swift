import Testing
import VectorQuantization

@Suite struct MatrixTests {
  @Test func holdsItsElementsRowByRow() {
    let matrix = Matrix([1, 2, 3, 4, 5, 6] as [Float], columns: 3)
    #expect(matrix.rowCount == 2 && matrix.columnCount == 3)
    #expect(matrix[0, 2] == 3 && matrix[1, 0] == 4)
    #expect(matrix == [[1, 2, 3], [4, 5, 6]])
  }

  @Test func isAValue() {
    let original: Matrix<Double> = [[1, 2], [3, 4]]
    var copy = original
    copy[1, 0] = 9
    #expect(copy == [[1, 2], [9, 4]])
    #expect(original == [[1, 2], [3, 4]])
  }

  @Test func tellsShapesApart() {
    #expect(Matrix([1.0, 2, 3, 4], columns: 2) != Matrix([1.0, 2, 3, 4], columns: 4))
  }

  @Test func isWrittenIntoNewMemory() {
    let matrix = Matrix<Float>(rows: 2, columns: 2) { output in
      for element in 1...4 { output.append(Float(element)) }
    }
    #expect(matrix == [[1, 2], [3, 4]])
  }

  @Test func passesOnWhatItsInitializerThrows() {
    struct Interrupted: Error, Equatable {}
    #expect(throws: Interrupted()) {
      try Matrix<Float>(rows: 2, columns: 2) { output throws(Interrupted) in
        output.append(1)
        throw Interrupted()
      }
    }
  }

  @Test func mayHaveNoRows() {
    let none = Matrix<Float>(rows: 0, columns: 5) { _ in }
    #expect(none.rowCount == 0 && none.columnCount == 5 && none.elements.isEmpty)
  }

  @Test func copiesABorrowedMatrix() {
    let elements: [Double] = [1, 2, -1, 3, 4, -1, 5, 6]
    let strided = MatrixSpan(elements.span, rows: 3, columns: 2, rowStride: 3)
    #expect(Matrix(copying: strided) == [[1, 2], [3, 4], [5, 6]])
  }

  @Test func stopsAtABrokenPromise() async {
    await #expect(processExitsWith: .failure) { _ = Matrix([1.0, 2, 3], columns: 2) }
    await #expect(processExitsWith: .failure) { _ = Matrix([1.0, 2], columns: 0) }
    await #expect(processExitsWith: .failure) { _ = Matrix([1.0, 2], columns: 2)[0, 2] }
    await #expect(processExitsWith: .failure) { _ = Matrix([1.0, 2], columns: 2)[1, 0] }
    await #expect(processExitsWith: .failure) {
      _ = Matrix<Double>(rows: 2, columns: 2) { $0.append(1) }
    }
    await #expect(processExitsWith: .failure) { _ = [[1], [2, 3]] as Matrix<Double> }
  }
}
