internal import VectorQuantization

/// A box around observations, from which others are drawn uniformly.
struct ReferenceBox: Sendable {
  /// A corner of the box and the opposite one, in coordinates along its axes.
  private var minimum: [Double]
  private var maximum: [Double]
  /// What coordinates are differences from.
  private let center: [Double]
  /// The axes, one a row; `nil` if they are the features'.
  private let axes: [[Double]]?

  /// The box whose sides are parallel to the features' axes.
  init<Scalar: VectorScalar>(around observations: MatrixSpan<Scalar>) {
    self.init(
      around: observations, axes: nil, center: Array(repeating: 0, count: observations.columnCount))
  }

  /// The box along the principal axes.
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

  /// Observations from anywhere in the box.
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
