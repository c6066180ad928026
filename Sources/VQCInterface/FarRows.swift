// cvq.h documents these functions.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CVQ
internal import VectorQuantization

@c @implementation
public func cvq_partial_far_capacity(_ empty_clusters: Int64) -> Int64 {
  let count = min(max(0, Int(empty_clusters)), KMeans.maximumClusterCount)
  return Int64(Relocation.capacity(emptyCount: count))
}

@c @implementation
public func cvq_partial_far_f32(
  _ far: UnsafeMutablePointer<cvq_far_rows>?, _ codes: UnsafePointer<Int32>?,
  _ distances: UnsafePointer<Float>?, _ weights: UnsafePointer<Double>?, _ rows: Int64,
  _ first_row: Int64, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe offer(codes, distances, weights, rows, first_row, to: far, error)
}

@c @implementation
public func cvq_partial_far_f64(
  _ far: UnsafeMutablePointer<cvq_far_rows>?, _ codes: UnsafePointer<Int32>?,
  _ distances: UnsafePointer<Double>?, _ weights: UnsafePointer<Double>?, _ rows: Int64,
  _ first_row: Int64, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe offer(codes, distances, weights, rows, first_row, to: far, error)
}

@c @implementation
public func cvq_partial_far_merge(
  _ into: UnsafeMutablePointer<cvq_far_rows>?, _ from: UnsafePointer<cvq_far_rows>?,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    var relocation = try unsafe relocation(into, named: "into")
    let other = try unsafe Relocation(from, named: "from")
    if relocation.members.count != other.members.count {
      throw .argument(
        "into has \(relocation.members.count) clusters, but from has \(other.members.count)")
    }
    relocation.merge(other)
    unsafe write(relocation, to: into)
  }
}

@c @implementation
public func cvq_partial_moves(
  _ far: UnsafePointer<cvq_far_rows>?, _ moved_rows: UnsafeMutablePointer<Int64>?,
  _ moved_codes: UnsafeMutablePointer<Int32>?, _ moved: UnsafeMutablePointer<Int64>?,
  _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    let relocation = try unsafe Relocation(far, named: "far")
    guard let moved = unsafe moved else { throw .argument("moved is NULL") }
    let moves = relocation.moves(to: relocation.emptyCodes)
    try unsafe checkAlignment(of: moved, named: "moved")
    try unsafe checkAlignment(of: moved_rows, named: "moved_rows")
    try unsafe checkAlignment(of: moved_codes, named: "moved_codes")
    if !moves.isEmpty {
      guard let rows = unsafe moved_rows, let codes = unsafe moved_codes else {
        throw .argument("moved_rows or moved_codes is NULL")
      }
      unsafe copy(moves.map { Int64($0.row) }, to: rows)
      unsafe copy(moves.map(\.code), to: codes)
    }
    unsafe moved.pointee = Int64(moves.count)
  }
}

@unsafe private func offer<Scalar: VectorScalar>(
  _ codes: UnsafePointer<Int32>?, _ distances: UnsafePointer<Scalar>?,
  _ weights: UnsafePointer<Double>?, _ rows: Int64, _ firstRow: Int64,
  to far: UnsafeMutablePointer<cvq_far_rows>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    var relocation = try unsafe relocation(far, named: "far")
    let (count, first) = (Int(rows), Int(firstRow))
    guard count >= 0, first >= 0, fitsInMemory(count, 8), first <= Int.max - count else {
      throw .argument(
        "there are \(rows) rows from row \(firstRow), which is not a possible range of rows")
    }
    if count == 0 { return }
    guard let codes = unsafe codes, let distances = unsafe distances else {
      throw .argument("codes or distances is NULL")
    }
    try unsafe checkAlignment(of: codes, named: "codes")
    try unsafe checkAlignment(of: distances, named: "distances")
    try unsafe checkAlignment(of: weights, named: "weights")
    let known = 0..<Int32(relocation.members.count)
    for row in 0..<count {
      let code = unsafe codes[row]
      if !known.contains(code) {
        throw .argument("the code of row \(row) is \(code), but there are \(known.count) clusters")
      }
      relocation.offer(
        Relocation.Candidate(
          row: first + row, code: code, distance: unsafe Double(distances[row])),
        weight: unsafe weights.map { unsafe $0[row] } ?? 1)
    }
    unsafe write(relocation, to: far)
  }
}

/// The candidates in a structure that will be written to.
@unsafe private func relocation(
  _ far: UnsafeMutablePointer<cvq_far_rows>?, named name: String
) throws(Failure) -> Relocation {
  try unsafe Relocation(UnsafePointer(far), named: name)
}

extension Relocation {
  /// The candidates in a caller's structure.
  @unsafe fileprivate init(
    _ pointer: UnsafePointer<cvq_far_rows>?, named name: String
  ) throws(Failure) {
    guard let pointer = unsafe pointer else { throw .argument("\(name) is NULL") }
    let far = try unsafe read(pointer, over: cvq_far_rows(), named: name)
    let (clusters, capacity, count) = unsafe (
      Int(far.clusters), Int(far.capacity), Int(far.count)
    )
    guard (1...KMeans.maximumClusterCount).contains(clusters), count >= 0, capacity >= count,
      fitsInMemory(capacity, MemoryLayout<cvq_far_row>.stride)
    else {
      throw .argument(
        "\(name) has \(count) of \(capacity) rows for \(clusters) clusters, which is impossible")
    }
    guard let members = unsafe far.members, unsafe capacity == 0 || far.rows != nil else {
      throw .argument("members or rows of \(name) is NULL")
    }
    try unsafe checkAlignment(of: members, named: "members of \(name)")
    try unsafe checkAlignment(of: far.rows, named: "rows of \(name)")
    let counts = unsafe Array(UnsafeBufferPointer(start: members, count: clusters))
    let rows = unsafe Array(UnsafeBufferPointer(start: far.rows, count: count))
    let candidates = rows.map {
      Candidate(row: Int($0.row), code: $0.code, distance: $0.distance)
    }
    // The sum of two such numbers does not overflow.
    guard counts.allSatisfy({ (0...Int64.max / 2).contains($0) }),
      candidates.allSatisfy({ $0.row >= 0 && (0..<Int32(clusters)).contains($0.code) })
    else {
      throw .argument("\(name) holds impossible row numbers, codes or members")
    }
    self.init(members: counts, candidates: candidates, capacity: capacity)
  }
}

/// Writes the candidates back to the caller's structure.
@unsafe private func write(
  _ relocation: Relocation, to far: UnsafeMutablePointer<cvq_far_rows>?
) {
  guard let far = unsafe far else { return }
  let candidates = relocation.candidates
  unsafe copy(relocation.members, to: far.pointee.members)
  unsafe copy(
    candidates.map {
      cvq_far_row(row: Int64($0.row), distance: $0.distance, code: $0.code, reserved: 0)
    }, to: far.pointee.rows)
  unsafe far.pointee.count = Int64(candidates.count)
}
