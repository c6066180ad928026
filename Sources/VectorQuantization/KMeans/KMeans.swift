/// A k-means clustering, configured: every option, its default and its meaning.
///
/// The four functions shaped like SciPy's are fronts of this value. Say what matters, then call `fit`:
///
/// ```swift
/// let search = KMeans(clusterCount: 256, restarts: 4, seed: 7)
/// let clustering = try search.fit(observations)
/// ```
///
/// One seed gives one answer, bit for bit, on any number of workers and with any kernel set.
public struct KMeans: Sendable, Equatable {
  /// The number of centroids to begin with, *k*.
  public var clusterCount: Int

  /// How nearest centroids are found.
  ///
  /// All algorithms give the same answer, bit for bit; only ``Algorithm/sorted`` may round sums
  /// differently. They differ in time and memory.
  public var algorithm: Algorithm

  /// What is near; ``Metric/euclidean`` by default.
  public var metric: Metric

  /// How starting centroids are chosen; ``Initialization/automatic`` by default, which seldom puts
  /// two centroids into one cluster.
  public var initialization: Initialization

  /// How many independent runs to choose from, the first one counted; 1 by default.
  ///
  /// The run of smallest ``preference`` wins, the earliest on a tie.
  public var restarts: Int

  /// When a run has converged; by default when no centroid moves any more to speak of.
  public var stopping: Stopping

  /// The most iterations of one run; 300 by default.
  public var maximumIterations: Int

  /// What becomes of a centroid that no observation is nearest to; by default it moves to the
  /// observation farthest from its own centroid.
  public var emptyClusters: EmptyClusters

  /// The figure that the best of several restarts minimizes; inertia by default, which is what
  /// Lloyd's iteration lowers.
  public var preference: Preference

  /// Fixes every random choice; `nil` draws a seed from the system.
  public var seed: UInt64?

  /// The most threads to use, or `nil` for one on every processor that this process may run on.
  ///
  /// Those are the processors of its affinity mask, but no more than its cgroup's CPU quota pays
  /// for. Small problems stay on the calling thread.
  public var workers: Int? {
    get { resources.workers }
    set { resources.workers = newValue }
  }

  /// The kernel set to compute with; `nil` means the one the environment variable `VQ_KERNELS`
  /// names, or else the best this processor runs.
  public var kernels: KernelSet? {
    get { resources.kernels }
    set { resources.kernels = newValue }
  }

  /// The most bytes to keep beside the observations so that few of them need a look, for
  /// ``Algorithm/automatic`` and ``Algorithm/screening``.
  ///
  /// `nil` means 64 an observation, or 64 MB in all if that is more; but a quarter of what the
  /// observations take where they are not in memory as scalars. With less than 8 an observation,
  /// ``Algorithm/automatic`` keeps nothing. An algorithm that is asked for by
  /// name takes what it needs; ``Algorithm`` says how much that is.
  public var pruningMemory: Int? {
    get { resources.pruningMemory }
    set { resources.pruningMemory = newValue }
  }

  /// What a fit may use; tests lower some of the limits, to reach what only large problems reach.
  package var resources: Resources

  /// Creates a configuration; the property of each name says what it means.
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

  /// The figure by which restarts are compared.
  public enum Preference: Sendable, Hashable {
    /// The sum of squared distances.
    case inertia
    /// The mean distance, not squared: SciPy's rule.
    case distortion
  }

  /// What a fit may use: of no influence on results, unless it is said.
  package struct Resources: Sendable, Hashable {
    /// See ``KMeans/workers``.
    package var workers: Int?
    /// See ``KMeans/kernels``.
    package var kernels: KernelSet?
    /// See ``KMeans/pruningMemory``.
    package var pruningMemory: Int?
    /// The most pairs of an observation and a proposed centroid that seeding keeps at a time; `nil`
    /// means as many as its share of memory holds.
    package var seedingPairs: Int?
    /// Of more observations than this, ``Initialization/automatic`` looks at a sample, which may choose
    /// other centroids.
    package var seedingSample = 4 << 20
    /// The most bytes that are read before what was read is looked at again.
    ///
    /// So much is sure to be still in the system's cache of a file, whatever else there is.
    package var readWindow = 64 << 20
  }
}
