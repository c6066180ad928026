internal import CVQ
internal import VectorQuantization

extension cvq_kmeans_options {
  @unsafe static var defaults: cvq_kmeans_options {
    let search = KMeans(clusterCount: 0)
    var options = unsafe cvq_kmeans_options()
    unsafe options.size = MemoryLayout<cvq_kmeans_options>.size
    unsafe options.restarts = Int64(search.restarts)
    unsafe options.max_iterations = Int64(search.maximumIterations)
    unsafe options.threshold = KMeans.defaultTolerance
    unsafe options.pruning_memory = -1
    return unsafe options
  }

  /// The options that seeding reads, with defaults for all others.
  @unsafe var ofSeeding: cvq_kmeans_options {
    var options = unsafe Self.defaults
    unsafe options.clusters = clusters
    unsafe options.initialization = initialization
    unsafe (options.seed, options.has_seed) = (seed, has_seed)
    unsafe (options.workers, options.stop) = (workers, stop)
    return unsafe options
  }

  /// The configuration that the options describe.
  ///
  /// The numbers in the header are the positions of the cases, in the order of declaration.
  @unsafe func search() throws(Failure) -> KMeans {
    var search = unsafe KMeans(clusterCount: Int(clusters))
    unsafe search.restarts = Int(restarts)
    unsafe search.maximumIterations = Int(max_iterations)
    unsafe search.workers = try workerLimit(workers)
    unsafe search.seed = has_seed == 0 ? nil : seed
    unsafe search.pruningMemory = pruning_memory < 0 ? nil : Int(pruning_memory)
    search.algorithm = try unsafe choice(
      algorithm, of: KMeans.Algorithm.allCases, named: "algorithm")
    search.initialization = try unsafe choice(
      initialization, of: KMeans.Initialization.allCases, named: "initialization")
    search.emptyClusters = try unsafe choice(
      empty_clusters, of: KMeans.EmptyClusters.allCases, named: "empty_clusters")
    search.preference = try unsafe choice(
      preference, of: [.inertia, .distortion], named: "preference")
    search.stopping = try unsafe KMeans.Stopping(stopping, threshold: threshold)
    return search
  }

  @unsafe func keepsLastAssignment() throws(Failure) -> Bool {
    try unsafe choice(codes_of, of: [false, true], named: "codes_of")
  }

  /// Reports progress to the caller's callback, if there is one.
  @unsafe var onIteration: (@Sendable (KMeans.Progress) -> KMeans.Continuation)? {
    guard let function = unsafe on_progress else { return nil }
    let caller = unsafe ProgressCaller(function: function, context: context)
    return { unsafe caller.report($0) }
  }
}

extension KMeans.Stopping {
  /// The rule for a number of the header.
  init(_ number: Int32, threshold: Double) throws(Failure) {
    self = try choice(
      number,
      of: [.centroidShift(atMost: threshold), .distortionChange(atMost: threshold), .never],
      named: "stopping")
  }
}

extension KMeans.Outcome {
  /// Its number in the header.
  var number: Int32 {
    switch self {
    case .converged: Int32(CVQ_CONVERGED)
    case .reachedMaximumIterations: Int32(CVQ_REACHED_MAX_ITERATIONS)
    case .stoppedByCaller: Int32(CVQ_STOPPED_BY_CALLER)
    case .stoppedWhileSeeding: Int32(CVQ_STOPPED_WHILE_SEEDING)
    }
  }
}

extension cvq_kmeans_result {
  init<Scalar: VectorScalar>(_ clustering: Clustering<Scalar>) {
    self.init()
    clusters = Int64(clustering.codebook.clusterCount)
    inertia = clustering.inertia
    distortion = clustering.distortion
    iterations = Int64(clustering.iterations)
    restart = Int64(clustering.restart)
    empty_iterations = Int64(clustering.effort.emptyIterations)
    outcome = clustering.outcome.number
  }
}

/// The caller's progress callback.
@unsafe private struct ProgressCaller: @unchecked Sendable {
  // Called only during the call and on its thread, as the header says.
  let function: cvq_progress_function
  let context: UnsafeMutableRawPointer?

  func report(_ progress: KMeans.Progress) -> KMeans.Continuation {
    var told = cvq_progress()
    told.size = MemoryLayout<cvq_progress>.size
    told.phase =
      switch progress.phase {
      case .seeding: Int32(CVQ_PHASE_SEEDING)
      case .iterating: Int32(CVQ_PHASE_ITERATING)
      case .finishing: Int32(CVQ_PHASE_FINISHING)
      }
    told.restart = Int64(progress.restart)
    told.iteration = Int64(progress.iteration)
    told.inertia = progress.inertia ?? .nan
    told.distortion = progress.distortion ?? .nan
    told.centroid_shift = progress.centroidShift ?? .nan
    return unsafe function(&told, context) == 0 ? .proceed : .stop
  }
}

private func choice<Value>(
  _ number: Int32, of values: [Value], named name: String
) throws(Failure) -> Value {
  guard values.indices.contains(Int(number)) else {
    throw .option("\(name) is \(number); it must be from 0 to \(values.count - 1)")
  }
  return values[Int(number)]
}
