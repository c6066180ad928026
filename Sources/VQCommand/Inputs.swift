internal import VQFormats
internal import VectorQuantization

extension Matrix {
  /// Reads a small file, a codebook for instance, in a scalar of the caller's choice.
  ///
  /// A number that the scalar does not hold exactly is rounded to the nearest.
  init(reading path: String) throws(FormatError) {
    let file = try ObservationFile(opening: path)
    if file.elementType == .float32 {
      self.init(converting: file.span(as: Float.self))
    } else {
      self.init(converting: file.span(as: Double.self))
    }
  }

  private init<Source: VectorScalar>(converting source: MatrixSpan<Source>) {
    self.init(rows: source.rowCount, columns: source.columnCount) { output in
      for row in 0..<source.rowCount {
        let elements = source[row: row]
        for column in elements.indices { output.append(Scalar(elements[column])) }
      }
    }
  }
}

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
