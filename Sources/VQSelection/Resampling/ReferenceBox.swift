internal import VectorQuantization

/// A box around observations, from which others are drawn uniformly.
struct ReferenceBox: Sendable {
  /// A corner of the box and the opposite one, in coordinates along its axes.
  private var least: [Double]
  private var greatest: [Double]
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
  init<Scalar: VectorScalar>(aroundAxesOf observations: MatrixSpan<Scalar>, workers: Int?) {
    let covariance = Covariance(of: observations, workers: workers)
    self.init(
      around: observations, axes: SymmetricMatrix(covariance.elements).eigenvectors,
      center: covariance.mean)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private init<Scalar: VectorScalar>(
    around observations: MatrixSpan<Scalar>, axes: [[Double]]?, center: [Double]
  ) {
    let d = observations.columnCount
    self.axes = axes
    self.center = center
    least = Array(repeating: .infinity, count: d)
    greatest = Array(repeating: -.infinity, count: d)
    var row = [Double](repeating: 0, count: d)
    for number in 0..<observations.rowCount {
      observations.widen(number, into: &row)
      for column in 0..<d { row[column] -= center[column] }
      let coordinates = axes?.map { axis in zip(axis, row).reduce(0) { $0 + $1.0 * $1.1 } } ?? row
      for column in 0..<d {
        least[column] = min(least[column], coordinates[column])
        greatest[column] = max(greatest[column], coordinates[column])
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
        for (number, (low, high)) in zip(least, greatest).enumerated() {
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

/// The mean of observations, and the sums of products of differences from it.
struct Covariance: Sendable {
  let mean: [Double]
  /// Row by row; not divided by the number of observations.
  let elements: [[Double]]

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  init<Scalar: VectorScalar>(of observations: MatrixSpan<Scalar>, workers: Int?) {
    let (n, d) = (observations.rowCount, observations.columnCount)
    let threads = Workers.count(forScalarWork: Double(n) * Double(d) * Double(d), limit: workers)
    var origin = [Double](repeating: 0, count: d)
    observations.widen(0, into: &origin)
    let first = origin
    let sums = RowChunks(rowCount: n, recordSize: d).sum(workers: threads, recordSize: d) {
      rows, sums in
      var row = first
      for number in rows {
        observations.widen(number, into: &row)
        for column in 0..<d { sums[column] += row[column] - first[column] }
      }
    }
    let mean = zip(first, sums).map { $0 + $1 / Double(n) }
    let products = RowChunks(rowCount: n, recordSize: d * d).sum(
      workers: threads, recordSize: d * d
    ) { rows, products in
      var row = mean
      for number in rows {
        observations.widen(number, into: &row)
        for column in 0..<d { row[column] -= mean[column] }
        for one in 0..<d {
          for other in 0...one { products[one * d + other] += row[one] * row[other] }
        }
      }
    }
    self.mean = mean
    elements = (0..<d).map { one in
      (0..<d).map { products[max(one, $0) * d + min(one, $0)] }
    }
  }
}
