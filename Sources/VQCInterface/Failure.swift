internal import CVQ
internal import VectorQuantization

/// The error of a call, as C receives it.
struct Failure: Error {
  let status: cvq_status
  let message: String
  /// The position of the wrong number, if the error is about one.
  var row: Int?
  var column: Int?

  init(_ status: Int, _ message: String) {
    self.status = cvq_status(status)
    self.message = message
  }

  /// An invalid argument.
  static func argument(_ message: String) -> Failure { Failure(Int(CVQ_ERROR_ARGUMENT), message) }

  /// An option outside its range.
  static func option(_ message: String) -> Failure { Failure(Int(CVQ_ERROR_OPTION), message) }

  init(_ error: ClusteringError) {
    let status =
      switch error {
      case .invalidClusterCount, .invalidOption: CVQ_ERROR_OPTION
      case .emptyObservations, .emptyCodebook, .tooFewObservations, .featureCountMismatch:
        CVQ_ERROR_SHAPE
      case .notFinite, .codebookNotFinite, .magnitudeTooLarge: CVQ_ERROR_NOT_FINITE
      case .weightCountMismatch, .invalidWeight: CVQ_ERROR_WEIGHT
      case .emptyCluster: CVQ_ERROR_EMPTY_CLUSTER
      case .stopped: CVQ_ERROR_STOPPED
      case .kernelSetUnavailable: CVQ_ERROR_KERNELS
      case .partialSums: CVQ_ERROR_PARTIAL
      case .outOfMemory: CVQ_ERROR_MEMORY
      default: CVQ_ERROR_OTHER
      }
    self.init(Int(status), Self.message(of: error))
    switch error {
    case .notFinite(let row, let column), .codebookNotFinite(let row, let column),
      .magnitudeTooLarge(let row, let column):
      (self.row, self.column) = (row, column)
    case .invalidWeight(let row): self.row = row
    default: break
    }
  }
}

extension Failure {
  /// The error message, with options named as in the header.
  private static func message(of error: ClusteringError) -> String {
    error.message(countingFrom: 0) { option in
      switch option {
      case .clusterCount: "clusters"
      case .maximumIterations: "max_iterations"
      case .tolerance: "threshold"
      case .pruningMemory: "pruning_memory"
      case .missing: "for the codes of the last iteration, empty_clusters"
      case .firstBlock: "first_block"
      case .blockRows: "block_rows"
      default: option.rawValue
      }
    }
  }
}

/// Runs the body of a C function, and returns its status.
func answering(
  _ error: UnsafeMutablePointer<cvq_error>?, _ body: () throws(Failure) -> Void
) -> cvq_status {
  let failure: Failure
  do throws(Failure) {
    try body()
    return cvq_status(CVQ_OK)
  } catch let thrown {
    failure = thrown
  }
  unsafe write(failure, to: error)
  return failure.status
}

extension Result where Failure == ClusteringError {
  /// Returns the value, or throws the error as C receives it.
  @discardableResult
  consuming func orFailure() throws(VQCInterface.Failure) -> Success {
    switch self {
    case .success(let value): return value
    case .failure(let error): throw VQCInterface.Failure(error)
    }
  }
}

/// Writes as much of a failure as fits in the caller's structure.
@unsafe private func write(_ failure: Failure, to error: UnsafeMutablePointer<cvq_error>?) {
  guard let error = unsafe error else { return }
  var filled = cvq_error()
  filled.row = Int64(failure.row ?? -1)
  filled.column = Int64(failure.column ?? -1)
  let size = unsafe error.pointee.size
  let head = MemoryLayout<cvq_error>.offset(of: \.message) ?? MemoryLayout<cvq_error>.size
  let room = max(head, min(size, MemoryLayout<cvq_error>.size)) - head
  // A byte of the form 10xxxxxx continues a character: the text must not be cut before it.
  var text = Array(failure.message.utf8.prefix(room))
  if text.count == room {
    while let last = text.popLast(), last & 0xC0 == 0x80 {}
  }
  unsafe withUnsafeMutableBytes(of: &filled.message) { unsafe $0.copyBytes(from: text) }
  unsafe write(filled, size: size, to: error)
}
