// What functions do is written in cvq.h.
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
    let matrix = try unsafe UnsafePointer.required(observations)
    let options = try unsafe read(options, over: .defaults, named: "the options")
    let workers = try unsafe workerLimit(options.workers)
    let (rows, columns) = unsafe (Int(matrix.rows), Int(matrix.columns))
    let centroids = try unsafe copied(
      codebook, rows: clusters, columns: max(0, columns), named: "codebook")
    if unsafe codes == nil, rows > 0 { throw .argument("codes is NULL") }
    try unsafe checkAlignment(of: codes, named: "codes")
    try unsafe checkAlignment(of: distances, named: "distances")
    try unsafe matrix.withObservations(as: Scalar.self) { lent throws(Failure) in
      let codes = unsafe UnsafeMutableBufferPointer(start: codes, count: rows)
      let distances = unsafe UnsafeMutableBufferPointer(
        start: distances, count: distances == nil ? 0 : rows)
      let codeTiles = unsafe LentMemory(codes.mutableSpan)
      let distanceTiles = unsafe LentMemory(distances.mutableSpan)
      let result = Result { () throws(ClusteringError) in
        try unsafe Encoding(
          Codebook(centroids), checkFinite: options.check_finite != 0, kernels: nil,
          workers: workers, stop: stopFlag(options.stop)
        ).encode(lent, to: Output(codes: codeTiles, distances: distanceTiles))
      }
      try result.orFailure()
    }
  }
}

@unsafe private func measure<Scalar: VectorScalar>(
  _ observations: UnsafePointer<cvq_matrix>?, _ codebook: UnsafePointer<Scalar>?,
  _ clusters: Int64, _ options: UnsafePointer<cvq_vq_options>?,
  _ distances: UnsafeMutablePointer<Scalar>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    let matrix = try unsafe UnsafePointer.required(observations)
    let options = try unsafe read(options, over: .defaults, named: "the options")
    let workers = try unsafe workerLimit(options.workers)
    let (rows, columns) = unsafe (Int(matrix.rows), Int(matrix.columns))
    let centroids = try unsafe copied(
      codebook, rows: clusters, columns: max(0, columns), named: "codebook")
    guard fitsInMemory(rows, centroids.rowCount, MemoryLayout<Scalar>.stride) else {
      throw .argument("the distances are \(rows) x \(clusters), more than fits in memory")
    }
    if unsafe distances == nil, rows > 0 { throw .argument("distances is NULL") }
    try unsafe checkAlignment(of: distances, named: "distances")
    try unsafe matrix.withObservations(as: Scalar.self) { lent throws(Failure) in
      let output = unsafe UnsafeMutableBufferPointer(
        start: distances, count: rows * centroids.rowCount)
      let tiles = unsafe LentMemory(output.mutableSpan)
      let result = Result { () throws(ClusteringError) in
        try unsafe Encoding(
          Codebook(centroids), checkFinite: options.check_finite != 0, kernels: nil,
          workers: workers, stop: stopFlag(options.stop)
        ).writeDistanceMatrix(of: lent, into: tiles)
      }
      try result.orFailure()
    }
  }
}
