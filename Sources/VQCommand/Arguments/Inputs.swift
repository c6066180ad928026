internal import VQFormats
internal import VectorQuantization

extension Matrix {
  /// Reads a small file, a codebook for instance, in a scalar of the caller's choice.
  ///
  /// A number that the scalar does not hold exactly is rounded to the nearest; one that would
  /// become an infinity is an error.
  init(reading path: String) throws {
    let file = try ObservationFile(opening: path)
    if file.scalarType == .float32 {
      let numbers = file.widened(as: Float.self)
      try self.init(converting: numbers.span, of: path)
    } else {
      let numbers = file.widened(as: Double.self)
      try self.init(converting: numbers.span, of: path)
    }
  }

  private init<Source: VectorScalar>(
    converting source: MatrixSpan<Source>, of path: String
  ) throws(CommandError) {
    try self.init(rows: source.rowCount, columns: source.columnCount) {
      output throws(CommandError) in
      // A file can say that it has any number of rows of nothing.
      if source.columnCount == 0 { return }
      for row in 0..<source.rowCount {
        let elements = source[row: row]
        for column in elements.indices {
          let number = Scalar(elements[column])
          guard number.isFinite || !elements[column].isFinite else {
            throw .failure(
              "\(path): the number in row \(row), column \(column) (counted from 0) is too large "
                + "for \(ElementType(of: Scalar.self).rawValue), the type of the observations; "
                + "scale it down, or give observations of \(ElementType(of: Source.self).rawValue)")
          }
          output.append(number)
        }
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
