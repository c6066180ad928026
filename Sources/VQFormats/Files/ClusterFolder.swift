public import VectorQuantization

/// Writes the observations of each cluster to a file of their own.
public enum ClusterFolder {
  /// The most clusters that get a file: beyond it a folder is slow to list, for people and programs.
  public static let clusterLimit = 100_000

  /// Writes the files `cluster-000`, `cluster-001`, … next to the folder that is to hold them.
  ///
  /// One file is open at a time. An empty cluster has a file without rows.
  ///
  /// - Parameters:
  ///   - observations: One observation a row; their type is that of the files, if the format has it.
  ///   - codes: The code of each, less than `clusterCount`.
  ///   - clusterCount: The number of clusters, at most ``clusterLimit``.
  ///   - captions: The names of the features, for text.
  ///   - format: The format of the files.
  ///   - path: The path of the folder, which does not exist or is empty.
  /// - Returns: The complete folder, to be committed: see ``AtomicFolder``.
  /// - Throws: ``FormatError`` if the folder or a file in it cannot be written.
  /// - Complexity: O(*n* · *d* + `clusterCount`) for *n* observations of *d* features, in memory for
  ///   one number a row.
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

  /// Writes such files of a table in text: its header and its rows, unchanged.
  ///
  /// - Parameters:
  ///   - table: The path of the table.
  ///   - options: How it was read.
  ///   - omitted: Its rows that are no observations, which go to no file.
  ///   - codes: The code of each observation, less than `clusterCount`.
  ///   - clusterCount: The number of clusters, at most ``clusterLimit``.
  ///   - path: The path of the folder, which does not exist or is empty.
  /// - Returns: The complete folder, to be committed: see ``AtomicFolder``.
  /// - Throws: ``FormatError`` if the table has changed, or a file cannot be read or written.
  /// - Complexity: O(*n*) for *n* bytes of text, in memory for one number a row.
  public static func stage(
    rowsOf table: String, options: ReadingOptions, omitted: OmittedRows, codes: Span<Int32>,
    clusterCount: Int, creating path: String
  ) throws(FormatError) -> AtomicFolder {
    let rows = try TableRows(of: table, options: options, omitted: omitted)
    guard rows.count == codes.count else {
      throw .invalid(
        path: table, place: nil, problem: "has other rows than before",
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
