// cvq.h documents these functions.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CVQ
internal import VectorQuantization

@c @implementation
public func cvq_partial_size(_ clusters: Int64, _ columns: Int64) -> Int {
  BlockSums.byteCount(clusterCount: Int(clusters), featureCount: Int(columns)) ?? 0
}

@c @implementation
public func cvq_partial_options_init(
  _ options: UnsafeMutablePointer<cvq_partial_options>?, _ size: Int
) {
  unsafe fill(options, with: .defaults, size: size)
}

@c @implementation
public func cvq_partial_f32(
  _ observations: UnsafePointer<cvq_matrix>?, _ weights: UnsafePointer<Double>?,
  _ codebook: UnsafePointer<Double>?, _ clusters: Int64,
  _ options: UnsafePointer<cvq_partial_options>?, _ partial: UnsafeMutableRawPointer?,
  _ partial_size: Int, _ codes: UnsafeMutablePointer<Int32>?,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe addUp(
    Float.self, observations, weights, codebook, clusters, options, partial, partial_size, codes,
    error)
}

@c @implementation
public func cvq_partial_f64(
  _ observations: UnsafePointer<cvq_matrix>?, _ weights: UnsafePointer<Double>?,
  _ codebook: UnsafePointer<Double>?, _ clusters: Int64,
  _ options: UnsafePointer<cvq_partial_options>?, _ partial: UnsafeMutableRawPointer?,
  _ partial_size: Int, _ codes: UnsafeMutablePointer<Int32>?,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe addUp(
    Double.self, observations, weights, codebook, clusters, options, partial, partial_size, codes,
    error)
}

@c @implementation
public func cvq_partial_merge(
  _ into: UnsafeMutableRawPointer?, _ into_size: Int, _ from: UnsafeRawPointer?,
  _ from_size: Int, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    guard let into = unsafe into else { throw .argument("into is NULL") }
    var sums = try unsafe decoded(into, into_size, named: "into")
    let others = try unsafe decoded(from, from_size, named: "from")
    let merged = Result { () throws(ClusteringError) in try sums.merge(others) }
    try merged.orFailure()
    unsafe write(sums, to: into, into_size)
  }
}

extension cvq_partial_options {
  @unsafe static var defaults: cvq_partial_options {
    var options = unsafe cvq_partial_options()
    unsafe options.size = MemoryLayout<cvq_partial_options>.size
    unsafe options.block_rows = 65536
    return unsafe options
  }
}

@unsafe private func addUp<Scalar: VectorScalar>(
  _ scalar: Scalar.Type, _ observations: UnsafePointer<cvq_matrix>?,
  _ weights: UnsafePointer<Double>?,
  _ codebook: UnsafePointer<Double>?, _ clusters: Int64,
  _ options: UnsafePointer<cvq_partial_options>?, _ partial: UnsafeMutableRawPointer?,
  _ size: Int, _ codes: UnsafeMutablePointer<Int32>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    let matrix = try unsafe UnsafePointer.required(observations)
    let options = try unsafe read(options, over: .defaults, named: "the options")
    let workers = try unsafe workerLimit(options.workers)
    let (rows, columns) = unsafe (Int(matrix.rows), max(0, Int(matrix.columns)))
    let centroids = try unsafe copied(
      codebook, rows: clusters, columns: columns, named: "codebook")
    let needed = BlockSums.byteCount(clusterCount: Int(clusters), featureCount: columns)
    guard let partial = unsafe partial else { throw .argument("partial is NULL") }
    if let needed, size != needed {
      throw .argument("partial_size is \(size) bytes, but cvq_partial_size returns \(needed)")
    }
    try unsafe checkAlignment(of: weights, named: "weights")
    try unsafe checkAlignment(of: codes, named: "codes")
    let origin = try unsafe doubles(options.origin, count: columns)
    let (firstBlock, blockRows) = unsafe (Int(options.first_block), Int(options.block_rows))
    let moved = try unsafe movedRows(of: options)
    let stop = unsafe stopFlag(options.stop)
    try unsafe matrix.withObservations(as: Scalar.self) { lent throws(Failure) in
      let weighting = unsafe UnsafeBufferPointer(start: weights, count: weights == nil ? 0 : rows)
      let given: Span<Double>? = unsafe weights == nil ? nil : weighting.span
      let room = unsafe UnsafeMutableBufferPointer(start: codes, count: codes == nil ? 0 : rows)
      let tiles = unsafe LentMemory(room.mutableSpan)
      var call = BlockCall(lent, weights: given, assignedTo: Codebook(centroids))
      (call.firstBlock, call.blockRows) = (firstBlock, blockRows)
      (call.origin, call.moved) = (origin, moved)
      (call.workers, call.stop) = (workers, stop)
      let added = Result { () throws(ClusteringError) in
        try BlockSums(adding: call, codes: tiles)
      }
      unsafe write(try added.orFailure(), to: partial, size)
    }
  }
}

@c @implementation
public func cvq_partial_finish(
  _ partial: UnsafeRawPointer?, _ partial_size: Int, _ codebook: UnsafePointer<Double>?,
  _ clusters: Int64, _ columns: Int64, _ origin: UnsafePointer<Double>?,
  _ centroids: UnsafeMutablePointer<Double>?,
  _ result: UnsafeMutablePointer<cvq_partial_result>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    try unsafe checkSize(of: result, named: "the result")
    let sums = try unsafe decoded(partial, partial_size, named: "partial")
    // The shape in the bytes may be wrong, so it must not decide how many numbers are read or
    // written.
    let (k, d) = (sums.problem.clusterCount, sums.problem.featureCount)
    if clusters != Int64(k) || columns != Int64(d) {
      throw Failure(
        .partialSums(
          problem: "the codebook is \(clusters) x \(columns), but the partial is for \(k) x \(d)"))
    }
    let old = try unsafe copied(codebook, rows: clusters, columns: d, named: "codebook")
    if unsafe centroids == nil { throw .argument("centroids is NULL") }
    try unsafe checkAlignment(of: centroids, named: "centroids")
    let origin = try unsafe doubles(origin, count: d)
    let finished = Result { () throws(ClusteringError) in
      try sums.centroids(after: Codebook(old), origin: origin)
    }
    let step = try finished.orFailure()
    unsafe copy(step.centroids.elements, to: centroids)
    if let result = unsafe result {
      var told = cvq_partial_result()
      told.rows = Int64(sums.rowCount)
      told.first_block = Int64(sums.blocks.lowerBound)
      told.end_block = Int64(sums.blocks.upperBound)
      told.inertia = sums.inertia
      told.distortion = sums.distances / sums.totalWeight
      told.centroid_shift = step.centroidShift
      told.empty_clusters = Int64(step.emptyClusters.count)
      told.moved_clusters = Int64(step.movedClusters)
      let size = unsafe result.pointee.size
      unsafe write(told, size: size, to: result)
    }
  }
}

/// The codes of the rows that are not added to their nearest centroid.
@unsafe private func movedRows(of options: cvq_partial_options) throws(Failure) -> [Int: Int32] {
  let count = unsafe Int(options.moved)
  if count == 0 { return [:] }
  guard let rows = unsafe options.moved_rows, let codes = unsafe options.moved_codes else {
    throw .argument("moved is \(count), but moved_rows or moved_codes is NULL")
  }
  if count < 0 || !fitsInMemory(count, MemoryLayout<Int64>.stride) {
    throw .argument("moved is \(count), which is not a possible number of rows")
  }
  try unsafe checkAlignment(of: rows, named: "moved_rows")
  try unsafe checkAlignment(of: codes, named: "moved_codes")
  var moved: [Int: Int32] = [:]
  for index in 0..<count { unsafe moved[Int(rows[index])] = codes[index] }
  return moved
}

/// Writes sums to memory whose size has been checked.
@unsafe private func write(_ sums: BlockSums, to memory: UnsafeMutableRawPointer, _ size: Int) {
  let buffer = unsafe UnsafeMutableRawBufferPointer(start: memory, count: size)
  var bytes = unsafe buffer.mutableBytes
  sums.encode(into: &bytes)
}

@unsafe private func decoded(
  _ pointer: UnsafeRawPointer?, _ size: Int, named name: String
) throws(Failure) -> BlockSums {
  guard let pointer = unsafe pointer else { throw .argument("\(name) is NULL") }
  if size < 0 { throw .argument("\(name) has \(size) bytes") }
  let buffer = unsafe UnsafeRawBufferPointer(start: pointer, count: size)
  let bytes = unsafe buffer.bytes
  let sums = Result { () throws(ClusteringError) in try BlockSums(decoding: bytes) }
  return try sums.orFailure()
}

@unsafe private func doubles(
  _ pointer: UnsafePointer<Double>?, count: Int
) throws(Failure) -> [Double]? {
  guard let pointer = unsafe pointer else { return nil }
  try unsafe checkAlignment(of: pointer, named: "origin")
  return unsafe Array(UnsafeBufferPointer(start: pointer, count: count))
}
