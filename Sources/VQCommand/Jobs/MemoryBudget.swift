internal import VQFormats
internal import VectorQuantization

/// How the memory that `--memory` allows is spent.
struct MemoryBudget: Sendable {
  /// The bytes that the whole process may take.
  let limit: Int

  /// The program itself, its threads, and what is small.
  private static let base = 30 << 20

  /// The bytes left for what a search may do without.
  ///
  /// - Parameters:
  ///   - search: How to search.
  ///   - layout: Where the observations are.
  ///   - isGiven: Whether the search starts from given centroids.
  ///   - writesDistances: Whether distances are kept to be written.
  /// - Throws: ``CommandError/failure(_:)`` if the search needs more.
  /// - Returns: The bytes.
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
        "\(Figures.bytes(limit)) of --memory are too little for "
          + "\(Figures.grouped(layout.rowCount)) observations and "
          + "\(Figures.grouped(search.clusterCount)) clusters; give at least "
          + Figures.bytes(need))
    }
    return limit - need
  }
}
