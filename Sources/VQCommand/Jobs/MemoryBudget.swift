internal import VQFormats
internal import VectorQuantization

/// The memory limit of `--memory`, and how it is used.
struct MemoryBudget: Sendable {
  /// The maximum memory of the whole process, in bytes.
  let limit: Int

  /// The memory of the program, its threads and small objects, in bytes.
  private static let base = 30 << 20

  /// Returns the bytes that remain for optional memory, such as bounds.
  ///
  /// - Parameters:
  ///   - search: The search.
  ///   - layout: The layout of the observations in their file.
  ///   - isGiven: True if the search starts from given centroids.
  ///   - writesDistances: True if distances are kept in memory to be written.
  /// - Throws: ``CommandError/failure(_:)`` if the search needs more than the limit.
  /// - Returns: The limit minus the memory that the search needs.
  func spare(
    for search: KMeans, among layout: StorageLayout, isGiven: Bool, writesDistances: Bool
  ) throws(CommandError) -> Int {
    let scalarSize = layout.elementType.scalarType.byteCount
    let need =
      Self.base + (writesDistances ? layout.rowCount * scalarSize : 0)
      + search.workingMemory(
        rowCount: layout.rowCount, featureCount: layout.columnCount, scalarSize: scalarSize,
        startsFromGiven: isGiven)
    guard need <= limit else {
      throw .failure(
        "--memory \(Figures.bytes(limit)) is too little for "
          + "\(Figures.grouped(layout.rowCount)) observations and "
          + "\(Figures.grouped(search.clusterCount)) clusters; give at least "
          + Figures.bytes(need))
    }
    return limit - need
  }
}
