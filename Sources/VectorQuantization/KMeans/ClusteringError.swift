/// The reason why a call failed, with the values needed to fix it.
///
/// ``description`` says what is wrong, where, and what to do. Rows, columns and positions count
/// from 0.
@nonexhaustive
public enum ClusteringError: Error, Equatable, Sendable {
  /// The number of clusters is less than 1, or larger than codes can represent.
  case invalidClusterCount(Int)
  /// The observations have no rows or no columns.
  case emptyObservations(rowCount: Int, columnCount: Int)
  /// The codebook has no rows or no columns.
  case emptyCodebook(rowCount: Int, columnCount: Int)
  /// The call requests more clusters than there are observations to start from.
  case tooFewObservations(rowCount: Int, clusterCount: Int)
  /// The observations and the codebook have different numbers of features.
  ///
  /// `expected` is the number of features of the observations, `found` that of the codebook.
  case featureCountMismatch(expected: Int, found: Int)
  /// An observation contains a NaN or an infinity.
  case notFinite(row: Int, column: Int)
  /// A centroid contains a NaN or an infinity.
  case codebookNotFinite(row: Int, column: Int)
  /// A number in the observations is so large that sums would exceed the range of `Double`.
  case magnitudeTooLarge(row: Int, column: Int)
  /// A cluster has no observations, and the rule for empty clusters is
  /// ``KMeans/EmptyClusters/fail``.
  case emptyCluster(code: Int, iteration: Int)
  /// The number of weights differs from the number of observations.
  case weightCountMismatch(expected: Int, found: Int)
  /// A weight is negative, not finite or too large to sum; if `row` is `nil`, no weight is
  /// positive.
  case invalidWeight(row: Int?)
  /// A row differs in length from the first row.
  case raggedRows(row: Int, expected: Int, found: Int)
  /// A code is not a row of the codebook.
  ///
  /// `position` is the index of the code among the given codes.
  case codeOutOfRange(position: Int, code: Int32, clusterCount: Int)
  /// The value of an option is not allowed.
  ///
  /// `allowed` describes the allowed values.
  case invalidOption(Option, value: String, allowed: String)
  /// The ``RowReader`` failed to read a tile of observations; `row` is the tile's first row.
  case unreadable(row: Int)
  /// A ``StopFlag`` ended the call before it had a result.
  case stopped
  /// The checkpoint belongs to a different fit.
  ///
  /// `other` says what differs: `"observations"` or `"options"`.
  case checkpointMismatch(other: String)
  /// Partial sums are damaged or do not belong together; `problem` is the error message.
  case partialSums(problem: String)
  /// The call needs more memory than the process's address-space limit leaves; both values are in
  /// bytes.
  case outOfMemory(needed: Int, available: Int)
  /// No kernel set with this name can run on this processor.
  case kernelSetUnavailable(name: String, available: [String])
}

extension ClusteringError: CustomStringConvertible {
  /// The error message: what is wrong, where, and what to do; rows and columns count from 0.
  public var description: String { message(countingFrom: 0) { $0.swiftName } }

  /// Returns the error message for the users of one interface.
  ///
  /// - Parameters:
  ///   - first: The number of the first row and column: people often count from 1.
  ///   - name: Returns the name that an option has in the interface.
  /// - Returns: The error message, without a final period.
  package func message(countingFrom first: Int, naming name: (Option) -> String) -> String {
    switch self {
    case .invalidClusterCount(let count):
      "the number of clusters is \(count); it must be from 1 to \(KMeans.maximumClusterCount)"
    case .emptyObservations(let rows, let columns):
      "the observations are \(rows) x \(columns); at least one row and one column are needed"
    case .emptyCodebook(let rows, let columns):
      "the codebook is \(rows) x \(columns); at least one row and one column are needed"
    case .tooFewObservations(let rows, let clusters):
      "\(clusters) clusters need at least \(clusters) observations, but there are \(rows); "
        + "request at most \(rows) clusters"
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
      "there are \(found) weights for \(expected) observations; give one weight for each observation"
    case .invalidWeight(.some(let row)):
      "the weight in row \(row + first) (counted from \(first)) is negative, not finite or too large to sum; "
        + "weights must be finite and 0 or more"
    case .invalidWeight(.none):
      "no weight is positive; at least one must be"
    case .raggedRows(let row, let expected, let found):
      "row \(row + first) (counted from \(first)) has \(found) numbers, and the first row has \(expected); "
        + "all rows must have the same length"
    case .codeOutOfRange(let position, let code, let clusters):
      "code \(code) at position \(position + first) (counted from \(first)) is not a row of the codebook; "
        + "codes run from 0 to \(clusters - 1)"
    case .invalidOption(let option, let value, let allowed):
      "\(name(option)) is \(value); it must be \(allowed)"
    case .unreadable(let row):
      "the reader failed to read observations, from row \(row + first) (counted from \(first)) on; "
        + "check its file or source"
    case .stopped:
      "the call was stopped before it had a result"
    case .checkpointMismatch(let other):
      "the checkpoint belongs to a fit with other \(other); resume with the same \(other), "
        + "or start a new fit without the checkpoint"
    case .partialSums(let problem): problem
    case .outOfMemory(let needed, let available):
      "the call needs up to \(needed.inMegabytes) MB of memory, but the address-space limit "
        + "(ulimit -v) leaves \(available.inMegabytes) MB; raise the limit, or use fewer observations or "
        + "clusters"
    case .kernelSetUnavailable(let name, let available):
      "the kernel set \"\(name)\" is not available on this processor; "
        + "choose one of: \(available.joined(separator: ", "))"
    }
  }
}

extension Int {
  /// The number of megabytes in this many bytes, rounded up.
  fileprivate var inMegabytes: Int { self / 1_000_000 + (self % 1_000_000 == 0 ? 0 : 1) }
}
