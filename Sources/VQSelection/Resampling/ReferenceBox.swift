internal import VectorQuantization

/// A box around observations, from which reference observations are drawn uniformly.
struct ReferenceBox: Sendable {
  /// Two opposite corners of the box, in coordinates along its axes.
  private var minimum: [Double]
  private var maximum: [Double]
  /// The origin of the coordinates.
  private let center: [Double]
  /// The axes of the box, one in each row; `nil` if they are the axes of the features.
  private let axes: [[Double]]?

  /// Creates the box whose sides are parallel to the axes of the features.
  init<Scalar: VectorScalar>(around observations: MatrixSpan<Scalar>) {
    self.init(
      around: observations, axes: nil, center: Array(repeating: 0, count: observations.columnCount))
  }

  /// Creates the box along the principal axes of the observations.
  init<Scalar: VectorScalar>(
    aroundAxesOf observations: MatrixSpan<Scalar>, kernels: KernelSet, workers: Int?
  ) {
    let covariance = Covariance(of: observations, kernels: kernels, workers: workers)
    self.init(
      around: observations, axes: covariance.scatter.eigenvectors, center: covariance.mean)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private init<Scalar: VectorScalar>(
    around observations: MatrixSpan<Scalar>, axes: [[Double]]?, center: [Double]
  ) {
    let d = observations.columnCount
    self.axes = axes
    self.center = center
    minimum = Array(repeating: .infinity, count: d)
    maximum = Array(repeating: -.infinity, count: d)
    var row = [Double](repeating: 0, count: d)
    for number in 0..<observations.rowCount {
      observations.widen(number, into: &row)
      for column in 0..<d { row[column] -= center[column] }
      let coordinates = axes?.map { axis in zip(axis, row).reduce(0) { $0 + $1.0 * $1.1 } } ?? row
      for column in 0..<d {
        minimum[column] = min(minimum[column], coordinates[column])
        maximum[column] = max(maximum[column], coordinates[column])
      }
    }
  }

  /// Draws observations uniformly from the box.
  func draw<Scalar: VectorScalar>(
    _ count: Int, with generator: inout Xoshiro256
  ) -> Matrix<Scalar> {
    Matrix(rows: count, columns: center.count) { output in
      for _ in 0..<count {
        var row = center
        for (number, (low, high)) in zip(minimum, maximum).enumerated() {
          let coordinate = low + generator.uniform() * (high - low)
          if let axis = axes?[number] {
            for column in row.indices { row[column] += coordinate * axis[column] }
          } else {
            row[number] += coordinate
          }
        }
        for number in row { output.append(Scalar(number)) }
      }
    }
  }
}
