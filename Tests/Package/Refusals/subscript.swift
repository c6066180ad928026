// expect: write matrix[row: 0] for a row, or matrix[0, 1] for a number
import VectorQuantization

let matrix: Matrix<Double> = [[1, 2], [3, 4]]
print(matrix[0])
