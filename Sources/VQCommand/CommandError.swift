internal import VectorQuantization

/// The exit statuses of the command.
enum ExitStatus: Int32 {
  /// All went well.
  case success = 0
  /// The data, a file or the machine is not as needed.
  case failure = 1
  /// The command line is wrong; `EX_USAGE` of `sysexits.h`.
  case usage = 64
  /// Ended on request, its results written; what a shell makes of Ctrl-C.
  case interrupted = 130
}

/// What the command itself finds wrong, beside what the libraries throw.
enum CommandError: Error, Equatable {
  /// The command line is wrong.
  case usage(String)
  /// The command line is right, and what it asks for cannot be had.
  case failure(String)
  /// The work was asked to end early. Its results, if there were any, are written, and reported.
  case interrupted(String?)
  /// Standard output does not take the report. A reader that closed the pipe is no error.
  case unwritableOutput(isBrokenPipe: Bool)

  var status: ExitStatus {
    switch self {
    case .usage: .usage
    case .interrupted: .interrupted
    case .failure, .unwritableOutput: .failure
    }
  }

  /// One sentence; `nil` if there is nothing to say.
  var sentence: String? {
    switch self {
    case .usage(let sentence), .failure(let sentence): sentence
    case .interrupted(let sentence): sentence
    case .unwritableOutput(isBrokenPipe: true): nil
    case .unwritableOutput(isBrokenPipe: false): "cannot write to standard output; is a disk full?"
    }
  }
}

/// The files that a command reads, so that an error about numbers can name theirs.
struct InputPaths: Sendable, Equatable {
  var observations: String?
  var codebook: String?
  var weights: String?

  /// Fails if standard input is to be read twice.
  func checkStandardInput() throws(CommandError) {
    let files = [observations, codebook, weights].compactMap(\.self)
    guard files.count(where: { $0 == "-" || $0 == "/dev/stdin" }) > 1 else { return }
    throw .usage("standard input is named for two files; name one of them by its path")
  }

  /// What is wrong, with the file that it is about, and options by their names in the command.
  func sentence(about error: ClusteringError) -> String {
    let words = error.message(countingFrom: 1) { $0.flag }
    return path(of: error).map { "\($0): \(words)" } ?? words
  }

  /// The file that an error is about.
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
  /// The option of the command that sets it.
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
