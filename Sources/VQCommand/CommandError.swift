internal import VectorQuantization

/// The exit statuses of the command.
enum ExitStatus: Int32 {
  /// Success.
  case success = 0
  /// The input data or a file is invalid, or the machine lacks something.
  case failure = 1
  /// The command line is wrong; `EX_USAGE` of `sysexits.h`.
  case usage = 64
  /// Ended on request, after the results were written; the status that a shell reports for Ctrl-C.
  case interrupted = 130
}

/// An error that the command itself detects, in addition to the errors of the libraries.
enum CommandError: Error, Equatable {
  /// The command line is wrong.
  case usage(String)
  /// The command line is valid, but the work cannot be done.
  case failure(String)
  /// The work was ended early on request. Its results, if any, are already written and reported.
  case interrupted(String?)
  /// The report cannot be written to standard output. A broken pipe gives no error message.
  case unwritableOutput(isBrokenPipe: Bool)

  var status: ExitStatus {
    switch self {
    case .usage: .usage
    case .interrupted: .interrupted
    case .failure, .unwritableOutput: .failure
    }
  }

  /// The error message; `nil` for none.
  var sentence: String? {
    switch self {
    case .usage(let sentence), .failure(let sentence): sentence
    case .interrupted(let sentence): sentence
    case .unwritableOutput(isBrokenPipe: true): nil
    case .unwritableOutput(isBrokenPipe: false):
      "cannot write to standard output; check that the disk is not full"
    }
  }
}

/// The files that a command reads, so that an error message about numbers can name the file.
struct InputPaths: Sendable, Equatable {
  var observations: String?
  var codebook: String?
  var weights: String?

  /// Throws if standard input is named for two files.
  func checkStandardInput() throws(CommandError) {
    let files = [observations, codebook, weights].compactMap(\.self)
    guard files.count(where: { $0 == "-" || $0 == "/dev/stdin" }) > 1 else { return }
    throw .usage("standard input is named for two files; name one of them by its path")
  }

  /// The error message, with the file and with the option names of the command.
  func sentence(about error: ClusteringError) -> String {
    let words = error.message(countingFrom: 1) { $0.flag }
    return path(of: error).map { "\($0): \(words)" } ?? words
  }

  /// The file that an error belongs to.
  private func path(of error: ClusteringError) -> String? {
    switch error {
    case .emptyObservations, .tooFewObservations, .notFinite, .magnitudeTooLarge, .unreadable,
      .raggedRows:
      observations
    case .emptyCodebook, .featureCountMismatch, .codebookNotFinite: codebook
    case .weightCountMismatch, .invalidWeight: weights
    case .outOfMemory, .invalidClusterCount, .emptyCluster, .codeOutOfRange, .invalidOption,
      .stopped, .partialSums, .checkpointMismatch, .kernelSetUnavailable:
      nil
    }
  }
}

extension ClusteringError.Option {
  /// The command's option for this setting.
  fileprivate var flag: String {
    switch self {
    case .clusterCount: "--k"
    case .maximumIterations: "--iterations"
    case .pruningMemory: "--memory"
    case .missing: "--empty"
    case .sampleCount: "--sample"
    case .foldCount: "--folds"
    case .referenceCount: "--references"
    case .minimumClusterCount: "--from"
    case .maximumClusterCount: "--to"
    case .algorithm, .restarts, .threshold, .tolerance, .workers, .codes, .codebook, .significance:
      "--\(rawValue)"
    default: rawValue
    }
  }
}
