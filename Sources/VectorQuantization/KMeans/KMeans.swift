/// A configuration for k-means clustering: all options and their defaults.
///
/// Set the options that matter, then call `fit`. The SciPy-like functions (`kmeans`, `kmeans2`) use
/// this type internally.
///
/// ```swift
/// let search = KMeans(clusterCount: 256, restarts: 4, seed: 7)
/// let clustering = try search.fit(observations)
/// ```
///
/// The same seed gives the same result, bit for bit, with any number of workers and any kernel set.
public struct KMeans: Sendable, Equatable {
  /// The number of centroids at the start of a run, *k*.
  public var clusterCount: Int

  /// The algorithm that finds the nearest centroids; ``Algorithm/automatic`` by default.
  ///
  /// All algorithms return the same result, bit for bit, except that ``Algorithm/sorted`` may round
  /// sums differently. They differ in time and memory.
  public var algorithm: Algorithm

  /// The distance between observations; ``Metric/euclidean`` by default.
  public var metric: Metric

  /// How a run chooses its starting centroids; ``Initialization/automatic`` by default.
  ///
  /// The default rarely puts two centroids into one cluster.
  public var initialization: Initialization

  /// The number of independent runs, including the first; 1 by default.
  ///
  /// The run with the smallest ``preference`` wins; on a tie, the earliest.
  public var restarts: Int

  /// The rule that decides when a run has converged.
  ///
  /// The default is ``Stopping/centroidShift(atMost:)`` with ``defaultTolerance``: a run ends when
  /// the centroids almost stop moving.
  public var stopping: Stopping

  /// The maximum number of iterations of one run; 300 by default.
  public var maximumIterations: Int

  /// What to do with a centroid that is not the nearest to any observation;
  /// ``EmptyClusters/relocate`` by default.
  ///
  /// By default the centroid moves to the observation that is farthest from its own centroid.
  public var emptyClusters: EmptyClusters

  /// The quantity that selects the best restart; ``Preference/inertia`` by default, which Lloyd's
  /// iteration minimizes.
  public var preference: Preference

  /// The seed of all random choices; `nil` draws one from the system.
  public var seed: UInt64?

  /// The maximum number of threads; `nil` means one for each available processor.
  ///
  /// Available are the processors in the affinity mask of the process, limited by the CPU quota of
  /// its cgroup. Small problems run on the calling thread.
  public var workers: Int? {
    get { resources.workers }
    set { resources.workers = newValue }
  }

  /// The kernel set to compute with; `nil` means the preferred one.
  ///
  /// The preferred set is the one that the environment variable `VQ_KERNELS` names; otherwise, the
  /// best one for this processor.
  public var kernels: KernelSet? {
    get { resources.kernels }
    set { resources.kernels = newValue }
  }

  /// The maximum number of bytes for bounds and screens, which avoid distance computations.
  ///
  /// Applies to ``Algorithm/automatic`` and ``Algorithm/screening``. More memory can make a fit
  /// faster, but does not change its result. `nil` means the larger of 64 bytes for each
  /// observation and 64 MB in total. If the observations are not in memory as scalars, `nil` means
  /// a quarter of their stored size.
  ///
  /// With less than 8 bytes for each observation, ``Algorithm/automatic`` keeps no bounds. All
  /// other algorithms use the memory that ``Algorithm`` documents for them, regardless of this
  /// limit.
  public var pruningMemory: Int? {
    get { resources.pruningMemory }
    set { resources.pruningMemory = newValue }
  }

  /// Limits on resources; tests lower some of them to reach code that only large problems reach.
  package var resources: Resources

  /// Creates a configuration; each parameter sets the property of the same name.
  ///
  /// - Parameters:
  ///   - clusterCount: The number of centroids at the start of a run, *k*.
  ///   - algorithm: The algorithm that finds the nearest centroids.
  ///   - metric: The distance between observations.
  ///   - initialization: How a run chooses its starting centroids.
  ///   - restarts: The number of independent runs.
  ///   - stopping: The rule that decides when a run has converged.
  ///   - maximumIterations: The maximum number of iterations of one run.
  ///   - emptyClusters: What to do with a centroid that is not the nearest to any observation.
  ///   - preference: The quantity that selects the best restart.
  ///   - seed: The seed of all random choices; `nil` draws one from the system.
  ///   - workers: The maximum number of threads; `nil` means one for each available processor.
  ///   - kernels: The kernel set to compute with; `nil` means the preferred one.
  ///   - pruningMemory: The maximum number of bytes for bounds and screens; `nil` means the
  ///     default.
  public init(
    clusterCount: Int, algorithm: Algorithm = .automatic, metric: Metric = .euclidean,
    initialization: Initialization = .automatic, restarts: Int = 1,
    stopping: Stopping = .centroidShift(atMost: defaultTolerance), maximumIterations: Int = 300,
    emptyClusters: EmptyClusters = .relocate, preference: Preference = .inertia,
    seed: UInt64? = nil, workers: Int? = nil, kernels: KernelSet? = nil,
    pruningMemory: Int? = nil
  ) {
    self.clusterCount = clusterCount
    self.algorithm = algorithm
    self.metric = metric
    self.initialization = initialization
    self.restarts = restarts
    self.stopping = stopping
    self.maximumIterations = maximumIterations
    self.emptyClusters = emptyClusters
    self.preference = preference
    self.seed = seed
    resources = Resources(workers: workers, kernels: kernels, pruningMemory: pruningMemory)
  }

  /// The quantity that selects the best of several restarts.
  public enum Preference: Sendable, Hashable {
    /// The sum of squared distances.
    case inertia
    /// The mean distance (not squared), which SciPy uses.
    case distortion
  }

  /// Limits on the resources of a fit, which have no influence on results unless documented.
  package struct Resources: Sendable, Hashable {
    /// See ``KMeans/workers``.
    package var workers: Int?
    /// See ``KMeans/kernels``.
    package var kernels: KernelSet?
    /// See ``KMeans/pruningMemory``.
    package var pruningMemory: Int?
    /// The maximum number of (observation, proposed centroid) pairs that seeding keeps at a time.
    ///
    /// `nil` means as many as fit into the memory for seeding.
    package var seedingPairs: Int?
    /// The maximum number of observations for which ``Initialization/automatic`` uses all of them.
    ///
    /// With more observations it uses a sample, which may lead to other centroids.
    package var seedingSample = 4 << 20
    /// The maximum number of bytes that are read before the same bytes are read again.
    ///
    /// This much stays in the page cache even under load.
    package var readWindow = 64 << 20
  }
}
