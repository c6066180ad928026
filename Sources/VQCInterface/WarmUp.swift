internal import CVQ
internal import VectorQuantization

/// Calls every function, so that the runtime creates all that it creates on first use. [unsafe]
///
/// The runtime creates generic types when they are first needed, and takes locks for that. A child
/// of `fork()` that is forked while another thread holds such a lock would wait for it forever. So
/// forks.c calls this before a process forks, on the thread that forks. It waits for the threads
/// that hold such locks, and afterwards no code takes them again.
@c(cvqi_warm_up)
func warmUp() {
  var configuration = cvq_configuration()
  configuration.size = MemoryLayout<cvq_configuration>.size
  _ = unsafe cvq_get_configuration(&configuration, nil)
  unsafe warmUp(
    as: Float.self, assign: cvq_vq_f32, measure: cvq_distances_f32, cluster: cvq_kmeans_f32,
    seed: cvq_seed_f32, whiten: cvq_whiten_f32, add: cvq_partial_f32)
  unsafe warmUp(
    as: Double.self, assign: cvq_vq_f64, measure: cvq_distances_f64, cluster: cvq_kmeans_f64,
    seed: cvq_seed_f64, whiten: cvq_whiten_f64, add: cvq_partial_f64)
  unsafe warmUpRules()
}

/// Calls the rules of shared iterations.
@unsafe private func warmUpRules() {
  var error = cvq_error()
  error.size = MemoryLayout<cvq_error>.size
  var origin = [0.0]
  _ = unsafe cvq_partial_origin_f32([1], [2], 1, 1, &origin, &error)
  _ = unsafe cvq_partial_origin_f64([1], [2], 1, 1, &origin, &error)
  var step = cvq_partial_step()
  step.size = MemoryLayout<cvq_partial_step>.size
  (step.iteration, step.max_iterations) = (1, 1)
  var (outcome, isFixed): (Int32, Int32) = (0, 0)
  _ = unsafe cvq_partial_outcome(&step, &outcome, &isFixed, &error)
  let capacity = Int(cvq_partial_far_capacity(1))
  var members = [Int64](repeating: 0, count: 2)
  var rows = [cvq_far_row](repeating: cvq_far_row(), count: capacity)
  var moved: Int64 = 0
  var targets = [Int64](repeating: 0, count: capacity)
  var codes = [Int32](repeating: 0, count: capacity)
  unsafe members.withUnsafeMutableBufferPointer { members in
    unsafe rows.withUnsafeMutableBufferPointer { rows in
      var far = unsafe cvq_far_rows(
        size: MemoryLayout<cvq_far_rows>.size, clusters: 2, members: members.baseAddress,
        capacity: Int64(capacity), count: 0, rows: rows.baseAddress)
      _ = unsafe cvq_partial_far_f32(&far, [0, 0], [1, 2], [1, 1], 2, 0, &error)
      _ = unsafe cvq_partial_far_f64(&far, [0, 0], [1, 2], [1, 1], 2, 2, &error)
      let other = unsafe far
      unsafe withUnsafePointer(to: other) { _ = unsafe cvq_partial_far_merge(&far, $0, &error) }
      _ = unsafe cvq_partial_moves(&far, &targets, &codes, &moved, &error)
    }
  }
}

private typealias Matrices = UnsafePointer<cvq_matrix>
private typealias Options = UnsafePointer<cvq_kmeans_options>
private typealias Out<Value> = UnsafeMutablePointer<Value>
private typealias Report = UnsafeMutablePointer<cvq_error>

/// Calls every function of one scalar, with each algorithm, initialization, rule and element type.
@unsafe private func warmUp<Scalar: VectorScalar>(
  as scalar: Scalar.Type,
  assign: (
    Matrices?, UnsafePointer<Scalar>?, Int64, UnsafePointer<cvq_vq_options>?, Out<Int32>?,
    Out<Scalar>?, Report?
  ) -> cvq_status,
  measure: (
    Matrices?, UnsafePointer<Scalar>?, Int64, UnsafePointer<cvq_vq_options>?, Out<Scalar>?, Report?
  ) -> cvq_status,
  cluster: (
    Matrices?, UnsafePointer<Double>?, UnsafePointer<Scalar>?, Options?, Out<Scalar>?,
    Out<Int32>?, Out<cvq_kmeans_result>?, Report?
  ) -> cvq_status,
  seed: (Matrices?, UnsafePointer<Double>?, Options?, Out<Scalar>?, Report?) -> cvq_status,
  whiten: (
    Matrices?, UnsafePointer<cvq_vq_options>?, Out<Scalar>?, Out<UInt8>?, Out<Scalar>?, Report?
  ) -> cvq_status,
  add: (
    Matrices?, UnsafePointer<Double>?, UnsafePointer<Double>?, Int64,
    UnsafePointer<cvq_partial_options>?, UnsafeMutableRawPointer?, Int, Out<Int32>?, Report?
  ) -> cvq_status
) {
  let choices = Choices()
  // Enough clusters, far enough apart, for neighbour lists.
  let (rows, clusters) = (400, 20)
  var error = cvq_error()
  error.size = MemoryLayout<cvq_error>.size
  var result = cvq_kmeans_result()
  result.size = MemoryLayout<cvq_kmeans_result>.size
  var codes = [Int32](repeating: 0, count: rows)
  for columns in [1, 2, 40] {
    // These bytes are small numbers in every element type.
    let numbers = (0..<(rows * columns * 8)).map { UInt8($0 * 7 % 32) }
    let weights = (0..<rows).map { Double(1 + $0 % 3) }
    let start = (0..<(clusters * columns)).map { Scalar($0 * $0) }
    var centroids = start
    var output = [Scalar](repeating: 0, count: rows * columns)
    var whitened = output
    var distances = [Scalar](repeating: 0, count: 8 * clusters)
    unsafe numbers.withUnsafeBytes { bytes in
      for type in CVQ_FLOAT32...CVQ_UINT64 {
        var matrix = unsafe cvq_matrix(
          data: bytes.baseAddress, rows: 8, columns: Int64(columns), row_stride: 0,
          column_stride: 0, element_type: Int32(type), is_swapped: 0)
        _ = unsafe assign(&matrix, start, Int64(clusters), nil, &codes, &output, &error)
        _ = unsafe measure(&matrix, start, Int64(clusters), nil, &distances, &error)
        _ = unsafe whiten(&matrix, nil, nil, nil, &output, &error)
      }
    }
    for row in output.indices { output[row] = Scalar(row * row % 1009) }
    unsafe output.withUnsafeBytes { bytes in
      var matrix = unsafe cvq_matrix(
        data: bytes.baseAddress, rows: Int64(rows), columns: Int64(columns), row_stride: 0,
        column_stride: 0, element_type: Int32(scalar == Float.self ? CVQ_FLOAT32 : CVQ_FLOAT64),
        is_swapped: 0)
      var byColumns = unsafe matrix
      unsafe byColumns.row_stride = Int64(MemoryLayout<Scalar>.stride)
      unsafe byColumns.column_stride = Int64(rows * MemoryLayout<Scalar>.stride)
      _ = unsafe whiten(&byColumns, nil, nil, nil, &whitened, &error)
      for number in 0..<choices.rounds where choices.suits(number, featureCount: columns) {
        for restarts in [1, 2] {
          var options = unsafe cvq_kmeans_options.defaults
          unsafe options.clusters = Int64(clusters)
          unsafe choices.choose(number, in: &options)
          unsafe options.restarts = Int64(restarts)
          unsafe options.max_iterations = 4
          _ = unsafe cluster(
            &matrix, nil, restarts == 1 ? start : nil, &options, &centroids, &codes, &result,
            &error)
          _ = unsafe cluster(
            &matrix, weights, nil, &options, &centroids, &codes, &result, &error)
          _ = unsafe seed(&matrix, nil, &options, &centroids, &error)
        }
      }
      // Two blocks, which can be merged.
      var options = unsafe cvq_partial_options.defaults
      unsafe options.block_rows = Int64(rows / 2)
      let size = cvq_partial_size(Int64(clusters), Int64(columns))
      var partial = [UInt8](repeating: 0, count: size)
      var means = start.map { Double($0) }
      let doubles = means
      _ = unsafe add(
        &matrix, weights, doubles, Int64(clusters), &options, &partial, size, &codes, &error)
      _ = unsafe cvq_partial_finish(
        partial, size, doubles, Int64(clusters), Int64(columns), nil, &means, nil, &error)
      unsafe [Int64(1)].withUnsafeBufferPointer { rows in
        unsafe [Int32(0)].withUnsafeBufferPointer { targets in
          unsafe options.moved_rows = rows.baseAddress
          unsafe options.moved_codes = targets.baseAddress
          unsafe options.moved = 1
          _ = unsafe add(
            &matrix, weights, doubles, Int64(clusters), &options, &partial, size, &codes, &error)
        }
      }
      let other = partial
      _ = unsafe cvq_partial_merge(&partial, size, other, size, &error)
    }
  }
}

/// Combines all algorithms, initializations and rules for empty clusters in as few calls as
/// possible.
private struct Choices {
  private let algorithms = KMeans.Algorithm.allCases
  private let initializations = KMeans.Initialization.allCases
  /// The numbers of all rules except `fail`, which would end calls early.
  private let rules = KMeans.EmptyClusters.allCases.enumerated().filter { $0.element != .fail }
    .map(\.offset)

  /// The number of calls in which every choice occurs.
  var rounds: Int { max(algorithms.count, initializations.count, rules.count) }

  /// Returns whether the algorithm of a call accepts this number of features.
  func suits(_ round: Int, featureCount: Int) -> Bool {
    algorithms[round % algorithms.count].suits(featureCount: featureCount)
  }

  /// Sets the choices of a call; the numbers are the positions of the cases.
  @unsafe func choose(_ round: Int, in options: inout cvq_kmeans_options) {
    unsafe options.algorithm = Int32(round % algorithms.count)
    unsafe options.initialization = Int32(round % initializations.count)
    unsafe options.empty_clusters = Int32(rules[(round + 1) % rules.count])
  }
}
