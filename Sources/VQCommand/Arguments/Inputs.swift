internal import VQFormats
internal import VectorQuantization

/// Where a search for centroids starts.
enum Start: Sendable {
  /// From the `--k` centroids that the initialization chooses.
  case clusters(Int)
  /// From the centroids in the file that `--start` names.
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

  /// The file of centroids; `nil` for `--k`.
  var path: String? {
    if case .codebook(let path) = self { path } else { nil }
  }

  /// The number of clusters; `nil` if it is known only after the file of centroids is read.
  var clusterCount: Int? {
    if case .clusters(let count) = self { count } else { nil }
  }
}
