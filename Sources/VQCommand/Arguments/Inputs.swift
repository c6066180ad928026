internal import VQFormats
internal import VectorQuantization

/// Where a search for centroids starts.
enum Start: Sendable {
  /// As many centroids as `--k` says, chosen by the initialization.
  case clusters(Int)
  /// The centroids of the file that `--start` names.
  case codebook(String)

  init(_ arguments: Arguments) throws(CommandError) {
    try arguments.exclude(Option.clusterCount, Option.start)
    if let count = try arguments.value(of: .clusterCount) {
      self = .clusters(count)
    } else if let path = try arguments.value(of: .start) {
      self = .codebook(path)
    } else {
      throw .usage("give the number of clusters with --k, or centroids to start from with --start")
    }
  }

  /// The file of centroids, if there is one.
  var path: String? {
    if case .codebook(let path) = self { path } else { nil }
  }

  /// The number of clusters, if it is known before a file is read.
  var clusterCount: Int? {
    if case .clusters(let count) = self { count } else { nil }
  }
}
