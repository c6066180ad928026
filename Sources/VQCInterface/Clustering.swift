// cvq.h documents these functions.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CVQ
internal import VectorQuantization

@c @implementation
public func cvq_kmeans_options_init(
  _ options: UnsafeMutablePointer<cvq_kmeans_options>?, _ size: Int
) {
  unsafe fill(options, with: .defaults, size: size)
}

@c @implementation
public func cvq_kmeans_f32(
  _ observations: UnsafePointer<cvq_matrix>?, _ weights: UnsafePointer<Double>?,
  _ start: UnsafePointer<Float>?, _ options: UnsafePointer<cvq_kmeans_options>?,
  _ centroids: UnsafeMutablePointer<Float>?, _ codes: UnsafeMutablePointer<Int32>?,
  _ result: UnsafeMutablePointer<cvq_kmeans_result>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe cluster(observations, weights, start, options, centroids, codes, result, error)
}

@c @implementation
public func cvq_kmeans_f64(
  _ observations: UnsafePointer<cvq_matrix>?, _ weights: UnsafePointer<Double>?,
  _ start: UnsafePointer<Double>?, _ options: UnsafePointer<cvq_kmeans_options>?,
  _ centroids: UnsafeMutablePointer<Double>?, _ codes: UnsafeMutablePointer<Int32>?,
  _ result: UnsafeMutablePointer<cvq_kmeans_result>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe cluster(observations, weights, start, options, centroids, codes, result, error)
}

@c @implementation
public func cvq_seed_f32(
  _ observations: UnsafePointer<cvq_matrix>?, _ weights: UnsafePointer<Double>?,
  _ options: UnsafePointer<cvq_kmeans_options>?, _ centroids: UnsafeMutablePointer<Float>?,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe seed(observations, weights, options, centroids, error)
}

@c @implementation
public func cvq_seed_f64(
  _ observations: UnsafePointer<cvq_matrix>?, _ weights: UnsafePointer<Double>?,
  _ options: UnsafePointer<cvq_kmeans_options>?, _ centroids: UnsafeMutablePointer<Double>?,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe seed(observations, weights, options, centroids, error)
}

@unsafe private func cluster<Scalar: VectorScalar>(
  _ observations: UnsafePointer<cvq_matrix>?, _ weights: UnsafePointer<Double>?,
  _ start: UnsafePointer<Scalar>?, _ options: UnsafePointer<cvq_kmeans_options>?,
  _ centroids: UnsafeMutablePointer<Scalar>?, _ codes: UnsafeMutablePointer<Int32>?,
  _ result: UnsafeMutablePointer<cvq_kmeans_result>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    try unsafe checkSize(of: result, named: "the result")
    let matrix = try unsafe UnsafePointer.required(observations)
    let options = try unsafe read(options, over: .defaults, named: "the options")
    let search = try unsafe options.search()
    let keepsLast = try unsafe options.keepsLastAssignment()
    let (rows, columns) = unsafe (Int(matrix.rows), Int(matrix.columns))
    if unsafe centroids == nil { throw .argument("centroids is NULL") }
    try unsafe checkAlignment(of: centroids, named: "centroids")
    try unsafe checkAlignment(of: weights, named: "weights")
    try unsafe checkAlignment(of: codes, named: "codes")
    let starts = try unsafe startingCentroids(start, for: search, columns: columns)
    try unsafe matrix.withObservations(as: Scalar.self) { lent throws(Failure) in
      let weighting = unsafe UnsafeBufferPointer(start: weights, count: weights == nil ? 0 : rows)
      let given: Span<Double>? = unsafe weights == nil ? nil : weighting.span
      let onIteration = unsafe options.onIteration
      let stop = unsafe stopFlag(options.stop)
      let outcome = Result { () throws(ClusteringError) in
        try search.fit(
          lent, startingFrom: starts, weights: given, keepingLastAssignment: keepsLast,
          stop: stop, checkpointing: nil, onIteration: onIteration)
      }
      let clustering = try outcome.orFailure()
      unsafe copy(clustering.codebook.centroids.elements, to: centroids)
      unsafe copy(clustering.codes, to: codes)
      if let result = unsafe result {
        let size = unsafe result.pointee.size
        unsafe write(cvq_kmeans_result(clustering), size: size, to: result)
      }
    }
  }
}

@unsafe private func seed<Scalar: VectorScalar>(
  _ observations: UnsafePointer<cvq_matrix>?, _ weights: UnsafePointer<Double>?,
  _ options: UnsafePointer<cvq_kmeans_options>?, _ centroids: UnsafeMutablePointer<Scalar>?,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    let matrix = try unsafe UnsafePointer.required(observations)
    let options = try unsafe read(options, over: .defaults, named: "the options")
    let search = try unsafe options.ofSeeding.search()
    let rows = unsafe Int(matrix.rows)
    if unsafe centroids == nil { throw .argument("centroids is NULL") }
    try unsafe checkAlignment(of: centroids, named: "centroids")
    try unsafe checkAlignment(of: weights, named: "weights")
    try unsafe matrix.withObservations(as: Scalar.self) { lent throws(Failure) in
      let weighting = unsafe UnsafeBufferPointer(start: weights, count: weights == nil ? 0 : rows)
      let given: Span<Double>? = unsafe weights == nil ? nil : weighting.span
      let stop = unsafe stopFlag(options.stop)
      let outcome = Result { () throws(ClusteringError) in
        try search.startingCentroids(among: lent, weights: given, stop: stop)
      }
      unsafe copy(try outcome.orFailure().elements, to: centroids)
    }
  }
}

/// The starting centroids of each run; empty if the engine must choose them.
@unsafe private func startingCentroids<Scalar: VectorScalar>(
  _ start: UnsafePointer<Scalar>?, for search: KMeans, columns: Int
) throws(Failure) -> [Matrix<Scalar>] {
  guard let start = unsafe start, columns > 0 else { return [] }
  let (restarts, clusters) = (max(1, search.restarts), max(1, search.clusterCount))
  guard fitsInMemory(restarts, clusters, columns, MemoryLayout<Scalar>.stride) else {
    throw .argument("start is \(restarts) x \(clusters) x \(columns), more than fits in memory")
  }
  var starts: [Matrix<Scalar>] = []
  for restart in 0..<restarts {
    starts.append(
      try unsafe copied(
        start + restart * clusters * columns, rows: Int64(search.clusterCount), columns: columns,
        named: "start"))
  }
  return starts
}
