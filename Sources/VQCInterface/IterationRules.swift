// cvq.h documents these functions.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CVQ
internal import VectorQuantization

@c @implementation
public func cvq_partial_origin_f32(
  _ minimum: UnsafePointer<Double>?, _ maximum: UnsafePointer<Double>?, _ columns: Int64,
  _ rows: Int64, _ origin: UnsafeMutablePointer<Double>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe chooseOrigin(minimum, maximum, columns, rows, origin, in: Float.self, error)
}

@c @implementation
public func cvq_partial_origin_f64(
  _ minimum: UnsafePointer<Double>?, _ maximum: UnsafePointer<Double>?, _ columns: Int64,
  _ rows: Int64, _ origin: UnsafeMutablePointer<Double>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe chooseOrigin(minimum, maximum, columns, rows, origin, in: Double.self, error)
}

@c @implementation
public func cvq_partial_outcome(
  _ step: UnsafePointer<cvq_partial_step>?, _ outcome: UnsafeMutablePointer<Int32>?,
  _ is_fixed: UnsafeMutablePointer<Int32>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    guard let step = unsafe step else { throw .argument("the step is NULL") }
    guard let outcome = unsafe outcome else { throw .argument("outcome is NULL") }
    try unsafe checkAlignment(of: outcome, named: "outcome")
    try unsafe checkAlignment(of: is_fixed, named: "is_fixed")
    let given = try unsafe read(step, over: cvq_partial_step(), named: "the step")
    for (name, value) in [("iteration", given.iteration), ("max_iterations", given.max_iterations)]
    where value < 1 {
      throw .option("\(name) is \(value); it must be at least 1")
    }
    if !(given.threshold >= 0) {
      throw .option("threshold is \(given.threshold); it must be 0 or more")
    }
    let rule = Convergence(
      stopping: try KMeans.Stopping(given.stopping, threshold: given.threshold),
      meanVariance: given.mean_variance, maximumIterations: Int(given.max_iterations))
    var taken = Convergence.Step(
      iteration: Int(given.iteration), shift: given.centroid_shift,
      hasMoved: given.moved_clusters > 0, hasDropped: given.dropped_clusters > 0)
    (taken.lastDistortion, taken.distortion) = (given.last_distortion, given.distortion)
    unsafe outcome.pointee = rule.outcome(of: taken)?.number ?? Int32(CVQ_GOES_ON)
    if let isFixed = unsafe is_fixed { unsafe isFixed.pointee = taken.isFixed ? 1 : 0 }
  }
}

@unsafe private func chooseOrigin<Scalar: VectorScalar>(
  _ minimum: UnsafePointer<Double>?, _ maximum: UnsafePointer<Double>?, _ columns: Int64,
  _ rows: Int64, _ origin: UnsafeMutablePointer<Double>?, in scalar: Scalar.Type,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    let columns = Int(columns)
    guard columns > 0, rows > 0, fitsInMemory(columns, MemoryLayout<Double>.stride) else {
      throw .argument("the observations are \(rows) x \(columns)")
    }
    let minima = try unsafe numbers(minimum, count: columns, named: "minimum")
    let maxima = try unsafe numbers(maximum, count: columns, named: "maximum")
    guard let origin = unsafe origin else { throw .argument("origin is NULL") }
    try unsafe checkAlignment(of: origin, named: "origin")
    for column in 0..<columns {
      let (low, high) = (minima[column], maxima[column])
      let extent = max(low.magnitude, high.magnitude)
      guard !low.isNaN, !high.isNaN, Magnitude.isSafe(extent: extent, count: Double(rows)) else {
        throw .magnitude(of: column, between: (low, high), rows: rows)
      }
      if low > high {
        throw .argument("the minimum of column \(column) (counted from 0) exceeds its maximum")
      }
    }
    unsafe copy(Origin.ofSums(from: minima, to: maxima, in: scalar), to: origin)
  }
}

extension Failure {
  /// The error for a feature whose sum may overflow.
  fileprivate static func magnitude(
    of column: Int, between bounds: (Double, Double), rows: Int64
  ) -> Failure {
    var failure = Failure(
      Int(CVQ_ERROR_NOT_FINITE),
      "column \(column) (counted from 0) lies between \(bounds.0) and \(bounds.1), and the sum of "
        + "\(rows) such numbers may exceed a double; scale the data down")
    failure.column = column
    return failure
  }
}

/// A copy of the numbers at an address.
@unsafe private func numbers(
  _ pointer: UnsafePointer<Double>?, count: Int, named name: String
) throws(Failure) -> [Double] {
  guard let pointer = unsafe pointer else { throw .argument("\(name) is NULL") }
  try unsafe checkAlignment(of: pointer, named: name)
  return unsafe Array(UnsafeBufferPointer(start: pointer, count: count))
}
