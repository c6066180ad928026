/// What is wrong with a call, with the numbers needed to mend it.
@nonexhaustive
public enum ClusteringError: Error, Equatable, Sendable {
  /// Fewer than one cluster, or more than codes can number.
  case invalidClusterCount(Int)
  /// There are no observations, or they have no features.
  case emptyObservations(rowCount: Int, columnCount: Int)
  /// There are no centroids, or they have no features.
  case emptyCodebook(rowCount: Int, columnCount: Int)
  /// More clusters were asked for than there are observations to start from.
  case tooFewObservations(rowCount: Int, clusterCount: Int)
  /// The codebook has another number of features than the observations.
  case featureCountMismatch(expected: Int, found: Int)
  /// An observation holds a NaN or an infinity.
  case notFinite(row: Int, column: Int)
  /// A centroid holds a NaN or an infinity.
  case codebookNotFinite(row: Int, column: Int)
  /// An observation is so large that sums of such numbers exceed `Double`.
  case magnitudeTooLarge(row: Int, column: Int)
  /// A centroid has no observations, and ``KMeans/EmptyClusters/fail`` was asked for.
  case emptyCluster(code: Int, iteration: Int)
  /// There is not one weight for each observation.
  case weightCountMismatch(expected: Int, found: Int)
  /// A weight is negative, not finite or too large to sum, or (`row` is `nil`) none is positive.
  case invalidWeight(row: Int?)
  /// A row has another length than the first one.
  case raggedRows(row: Int, expected: Int, found: Int)
  /// A code is not a row of the codebook.
  case codeOutOfRange(position: Int, code: Int32, clusterCount: Int)
  /// An option is outside its range.
  case invalidOption(Option, value: String, allowed: String)
  /// The observations' reader could not give a tile, whose first row this is.
  case unreadable(row: Int)
  /// The call was stopped before there was a result.
  case stopped
  /// A checkpoint is that of other observations, or of other options: `other` says which.
  case checkpointMismatch(other: String)
  /// Partial sums are damaged, or do not belong together.
  case partialSums(problem: String)
  /// The call takes more memory than the limit on the process's addresses leaves, in bytes.
  case outOfMemory(needed: Int, available: Int)
  /// No kernel set of that name runs on this processor.
  case kernelSetUnavailable(name: String, available: [String])
}

extension ClusteringError: CustomStringConvertible {
  /// One sentence that says what is wrong, where, and what to do; rows and columns count from 0.
  public var description: String { message(countingFrom: 0) { $0.swiftName } }

  /// The same for users of an interface: with rows and columns counted from `first`, since people count
  /// them from 1, and options by the names that they have there.
  package func message(countingFrom first: Int, naming name: (Option) -> String) -> String {
    switch self {
    case .invalidClusterCount(let count):
      "the number of clusters is \(count); it must be from 1 to \(KMeans.maximumClusterCount)"
    case .emptyObservations(let rows, let columns):
      "the observations are \(rows) x \(columns); at least one row and one column are needed"
    case .emptyCodebook(let rows, let columns):
      "the codebook is \(rows) x \(columns); at least one row and one column are needed"
    case .tooFewObservations(let rows, let clusters):
      "\(clusters) clusters need at least as many observations, and there are \(rows); "
        + "ask for at most \(rows) clusters"
    case .featureCountMismatch(let expected, let found):
      "the observations have \(expected) features and the codebook has \(found); "
        + "the two must be equal"
    case .notFinite(let row, let column):
      "the observation in row \(row + first), column \(column + first) (counted from \(first)) is NaN or infinite; "
        + "remove or replace it"
    case .codebookNotFinite(let row, let column):
      "the centroid in row \(row + first), column \(column + first) (counted from \(first)) is NaN or infinite; "
        + "remove or replace it"
    case .magnitudeTooLarge(let row, let column):
      "the observation in row \(row + first), column \(column + first) (counted from \(first)) is too large to sum; "
        + "scale the data down"
    case .emptyCluster(let code, let iteration):
      "cluster \(code) has no observations in iteration \(iteration); "
        + "use fewer clusters, another seed, or another rule for empty clusters"
    case .weightCountMismatch(let expected, let found):
      "there are \(found) weights for \(expected) observations; give one for each"
    case .invalidWeight(.some(let row)):
      "the weight in row \(row + first) (counted from \(first)) is negative, not finite or too large to sum; "
        + "weights are finite and not negative"
    case .invalidWeight(.none):
      "no weight is positive; at least one must be"
    case .raggedRows(let row, let expected, let found):
      "row \(row + first) (counted from \(first)) has \(found) numbers, and the first row has \(expected); "
        + "all rows must have as many"
    case .codeOutOfRange(let position, let code, let clusters):
      "code \(code) at position \(position + first) (counted from \(first)) is not a row of the codebook; "
        + "codes run from 0 to \(clusters - 1)"
    case .invalidOption(let option, let value, let allowed):
      "\(name(option)) is \(value); it must be \(allowed)"
    case .unreadable(let row):
      "the observations from row \(row + first) (counted from \(first)) on could not be read; "
        + "ask the reader for the reason"
    case .stopped:
      "stopped before there was a result"
    case .checkpointMismatch(let other):
      "the checkpoint is that of a fit of other \(other); go on with the ones it was made with, "
        + "or begin anew"
    case .partialSums(let problem): problem
    case .outOfMemory(let needed, let available):
      "this takes up to \(needed.inMegabytes) MB of memory, and the limit on the process's addresses "
        + "(ulimit -v) leaves \(available.inMegabytes) MB; raise the limit, or use fewer observations or "
        + "clusters"
    case .kernelSetUnavailable(let name, let available):
      "there is no kernel set \"\(name)\" for this processor; "
        + "there are: \(available.joined(separator: ", "))"
    }
  }
}

extension Int {
  /// So many bytes in megabytes, rounded up.
  fileprivate var inMegabytes: Int { self / 1_000_000 + (self % 1_000_000 == 0 ? 0 : 1) }
}
