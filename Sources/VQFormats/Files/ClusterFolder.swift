public import VectorQuantization

/// Writes the observations of each cluster to a separate file.
public enum ClusterFolder {
  /// The maximum number of clusters that get a file: a larger folder is slow to list, for people
  /// and programs.
  public static let clusterLimit = 100_000

  /// Writes the files `cluster-000`, `cluster-001`, … next to their final folder.
  ///
  /// One file is open at a time. The file of an empty cluster has no rows.
  ///
  /// - Parameters:
  ///   - observations: One observation a row. The files keep their element type if the format has
  ///     it.
  ///   - codes: The code of each observation, less than `clusterCount`.
  ///   - clusterCount: The number of clusters, at most ``clusterLimit``.
  ///   - captions: The names of the features, for text formats.
  ///   - format: The format of the files.
  ///   - path: The path of the folder, which does not exist or is empty.
  /// - Returns: The complete folder, to be committed: see ``AtomicFolder``.
  /// - Throws: ``FormatError`` if the folder or a file in it cannot be written.
  /// - Complexity: O(*n* · *d* + `clusterCount`) time for *n* observations of *d* features, and
  ///   memory for one number a row.
  public static func stage(
    _ observations: StoredSpan, codes: Span<Int32>, clusterCount: Int,
    captions: TableCaptions = .none, format: FileFormat, creating path: String
  ) throws(FormatError) -> AtomicFolder {
    precondition(codes.count == observations.rowCount, "every observation has a code")
    return try stage(codes, clusterCount, format.rawValue, creating: path) {
      rows, path throws(FormatError) in
      var writer = try RowWriter(
        replacing: path, elementType: observations.layout.elementType, rowCount: rows.count,
        columnCount: observations.columnCount, captions: captions.ofRows(rows))
      try writer.append(rows, of: observations)
      return try writer.finish()
    }
  }

  /// Writes the rows of a text table to one file a cluster, each with the header, all text
  /// unchanged.
  ///
  /// - Parameters:
  ///   - table: The path of the table.
  ///   - options: The options that the table was read with.
  ///   - omitted: The rows of the table that are not observations; no file gets them.
  ///   - codes: The code of each observation, less than `clusterCount`.
  ///   - clusterCount: The number of clusters, at most ``clusterLimit``.
  ///   - path: The path of the folder, which does not exist or is empty.
  /// - Returns: The complete folder, to be committed: see ``AtomicFolder``.
  /// - Throws: ``FormatError`` if the table has changed, or a file cannot be read or written.
  /// - Complexity: O(*n*) time for *n* bytes of text, and memory for one number a row.
  public static func stage(
    rowsOf table: String, options: ReadingOptions, omitted: OmittedRows, codes: Span<Int32>,
    clusterCount: Int, creating path: String
  ) throws(FormatError) -> AtomicFolder {
    let rows = try TableRows(of: table, options: options, omitted: omitted)
    guard rows.count == codes.count else {
      throw .invalid(
        path: table, place: nil, problem: "has changed: it has a different number of rows",
        mend: "begin again, and leave the file alone meanwhile")
    }
    let name = FileFormat(extensionOf: table) == .tsv ? "tsv" : "csv"
    return try stage(codes, clusterCount, name, creating: path) {
      members, path throws(FormatError) in try rows.stage(members, replacing: path)
    }
  }

  private static func stage(
    _ codes: Span<Int32>, _ clusterCount: Int, _ fileExtension: String, creating path: String,
    file stageRows: ([Int], String) throws(FormatError) -> AtomicFile
  ) throws(FormatError) -> AtomicFolder {
    precondition(clusterCount <= clusterLimit, "there are not too many clusters")
    var folder = try AtomicFolder(creating: path)
    var order = RowsByCode(clusterCount: max(1, clusterCount))
    order.makeRoom(for: codes.count)
    order.sort(codes, differingFrom: nil, workers: 1)
    let digitCount = max(3, String(max(0, clusterCount - 1)).count)
    for code in 0..<clusterCount {
      let rows = Self.rows(of: code, in: order, isEmpty: codes.isEmpty)
      let number = String(code)
      let name = String(repeating: "0", count: digitCount - number.count) + number
      try folder.add("cluster-\(name).\(fileExtension)") { path throws(FormatError) in
        try stageRows(rows, path)
      }
    }
    return folder
  }

  /// The rows of a code, in order.
  private static func rows(of code: Int, in order: borrowing RowsByCode, isEmpty: Bool) -> [Int] {
    var rows: [Int] = []
    if isEmpty { return rows }
    order.forEachPart(ofCodes: code..<(code + 1)) { part in
      for index in part.indices { rows.append(Int(part[index])) }
    }
    return rows
  }
}
