// cvq.h documents these functions.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CVQ
internal import VectorQuantization

@c @implementation
public func cvq_vq_options_init(
  _ options: UnsafeMutablePointer<cvq_vq_options>?, _ size: Int
) {
  unsafe fill(options, with: .defaults, size: size)
}

@c @implementation
public func cvq_vq_f32(
  _ observations: UnsafePointer<cvq_matrix>?, _ codebook: UnsafePointer<Float>?,
  _ clusters: Int64, _ options: UnsafePointer<cvq_vq_options>?,
  _ codes: UnsafeMutablePointer<Int32>?, _ distances: UnsafeMutablePointer<Float>?,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe assign(observations, codebook, clusters, options, codes, distances, error)
}

@c @implementation
public func cvq_vq_f64(
  _ observations: UnsafePointer<cvq_matrix>?, _ codebook: UnsafePointer<Double>?,
  _ clusters: Int64, _ options: UnsafePointer<cvq_vq_options>?,
  _ codes: UnsafeMutablePointer<Int32>?, _ distances: UnsafeMutablePointer<Double>?,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe assign(observations, codebook, clusters, options, codes, distances, error)
}

@c @implementation
public func cvq_distances_f32(
  _ observations: UnsafePointer<cvq_matrix>?, _ codebook: UnsafePointer<Float>?,
  _ clusters: Int64, _ options: UnsafePointer<cvq_vq_options>?,
  _ distances: UnsafeMutablePointer<Float>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe measure(observations, codebook, clusters, options, distances, error)
}

@c @implementation
public func cvq_distances_f64(
  _ observations: UnsafePointer<cvq_matrix>?, _ codebook: UnsafePointer<Double>?,
  _ clusters: Int64, _ options: UnsafePointer<cvq_vq_options>?,
  _ distances: UnsafeMutablePointer<Double>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe measure(observations, codebook, clusters, options, distances, error)
}

extension cvq_vq_options {
  @unsafe static var defaults: cvq_vq_options {
    var options = unsafe cvq_vq_options()
    unsafe options.size = MemoryLayout<cvq_vq_options>.size
    unsafe options.check_finite = 1
    return unsafe options
  }
}

@unsafe private func assign<Scalar: VectorScalar>(
  _ observations: UnsafePointer<cvq_matrix>?, _ codebook: UnsafePointer<Scalar>?,
  _ clusters: Int64, _ options: UnsafePointer<cvq_vq_options>?,
  _ codes: UnsafeMutablePointer<Int32>?, _ distances: UnsafeMutablePointer<Scalar>?,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    let call = try unsafe CodebookCall(observations, codebook, clusters, options)
    let rows = unsafe Int(call.matrix.rows)
    if unsafe codes == nil, rows > 0 { throw .argument("codes is NULL") }
    try unsafe checkAlignment(of: codes, named: "codes")
    try unsafe checkAlignment(of: distances, named: "distances")
    let codes = unsafe UnsafeMutableBufferPointer(start: codes, count: rows)
    let distances = unsafe UnsafeMutableBufferPointer(
      start: distances, count: distances == nil ? 0 : rows)
    let output = unsafe Output(
      codes: LentMemory(codes.mutableSpan), distances: LentMemory(distances.mutableSpan))
    try unsafe call.perform { encoding, lent throws(ClusteringError) in
      try encoding.encode(lent, to: output)
    }
  }
}

@unsafe private func measure<Scalar: VectorScalar>(
  _ observations: UnsafePointer<cvq_matrix>?, _ codebook: UnsafePointer<Scalar>?,
  _ clusters: Int64, _ options: UnsafePointer<cvq_vq_options>?,
  _ distances: UnsafeMutablePointer<Scalar>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    let call = try unsafe CodebookCall(observations, codebook, clusters, options)
    let (rows, clusters) = unsafe (Int(call.matrix.rows), call.centroids.rowCount)
    guard fitsInMemory(rows, clusters, MemoryLayout<Scalar>.stride) else {
      throw .argument("the distances are \(rows) x \(clusters), more than fits in memory")
    }
    if unsafe distances == nil, rows > 0 { throw .argument("distances is NULL") }
    try unsafe checkAlignment(of: distances, named: "distances")
    let output = unsafe UnsafeMutableBufferPointer(start: distances, count: rows * clusters)
    let tiles = unsafe LentMemory(output.mutableSpan)
    try unsafe call.perform { encoding, lent throws(ClusteringError) in
      try encoding.writeDistanceMatrix(of: lent, into: tiles)
    }
  }
}

/// The inputs of both calls: observations, a codebook, and options.
@unsafe private struct CodebookCall<Scalar: VectorScalar> {
  let matrix: cvq_matrix
  let centroids: Matrix<Scalar>
  private let options: cvq_vq_options
  private let workers: Int?

  init(
    _ observations: UnsafePointer<cvq_matrix>?, _ codebook: UnsafePointer<Scalar>?,
    _ clusters: Int64, _ options: UnsafePointer<cvq_vq_options>?
  ) throws(Failure) {
    unsafe matrix = try unsafe UnsafePointer.required(observations)
    unsafe self.options = try unsafe read(options, over: .defaults, named: "the options")
    unsafe workers = try unsafe workerLimit(self.options.workers)
    unsafe centroids = try unsafe copied(
      codebook, rows: clusters, columns: max(0, Int(matrix.columns)), named: "codebook")
  }

  /// Prepares the codebook, and calls `body` with it and the observations.
  func perform(
    _ body: (Encoding<Scalar>, Observations<Scalar>) throws(ClusteringError) -> Void
  ) throws(Failure) {
    try unsafe matrix.withObservations(as: Scalar.self) { lent throws(Failure) in
      let result = Result { () throws(ClusteringError) in
        let encoding = try unsafe Encoding(
          Codebook(centroids), checkFinite: options.check_finite != 0, kernels: nil,
          workers: workers, stop: stopFlag(options.stop))
        try body(encoding, lent)
      }
      try result.orFailure()
    }
  }
}
