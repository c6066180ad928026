public import VectorQuantization

/// Writes the observations of each cluster to a file of their own.
public enum ClusterFolder {
  /// The most clusters that get a file: beyond it a folder is slow to list, for people and programs.
  public static let clusterLimit = 100_000

  /// Writes the files `cluster-000`, `cluster-001`, … beside the folder that is to hold them.
  ///
  /// One file is open at a time. An empty cluster has a file without rows.
  ///
  /// - Parameters:
  ///   - observations: One observation a row; their type is that of the files, if the format has it.
  ///   - codes: The code of each, less than `clusterCount`.
  ///   - clusterCount: The number of clusters, at most ``clusterLimit``.
  ///   - captions: The names of the features and the labels of the observations, for text.
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
    precondition(clusterCount <= clusterLimit, "there are not too many clusters")
    var folder = try AtomicFolder(creating: path)
    var order = RowsByCode(clusterCount: max(1, clusterCount))
    order.makeRoom(for: codes.count)
    order.sort(codes, differingFrom: nil, workers: 1)
    let digitCount = max(3, String(max(0, clusterCount - 1)).count)
    for code in 0..<clusterCount {
      let rows = Self.rows(of: code, in: order, isEmpty: codes.isEmpty)
      var captions = captions
      captions.labels = captions.labels?.rows(rows)
      let number = String(code)
      let name = String(repeating: "0", count: digitCount - number.count) + number
      try folder.add("cluster-\(name).\(format.rawValue)") { path throws(FormatError) in
        var writer = try RowWriter(
          replacing: path, elementType: observations.layout.elementType, rowCount: rows.count,
          columnCount: observations.columnCount, captions: captions)
        try writer.append(rows, of: observations)
        return try writer.finish()
      }
    }
    return folder
  }

  /// The rows of a code, in order.
  private static func rows(of code: Int, in order: RowsByCode, isEmpty: Bool) -> [Int] {
    var rows: [Int] = []
    if isEmpty { return rows }
    order.forEachPart(ofCodes: code..<(code + 1)) { part in
      for index in part.indices { rows.append(Int(part[index])) }
    }
    return rows
  }
}
