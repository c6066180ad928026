/// The words in a table that mean "no value".
struct MissingWords: Sendable {
  /// What programs write: R, pandas, Excel, databases, statistical packages and UCI's collection.
  private static let known: Set<String> = [
    "", "na", "n/a", "#n/a", "#na", "<na>", "null", "(null)", "none", "nan", "-nan", "+nan", "nat",
    "missing", "?", "-", "--", ".", "..", "\\n",
  ]
  private let words: Set<String>
  private let longest: Int

  /// Creates the known words and others, in upper or lower case.
  init(and others: [String] = []) {
    words = Self.known.union(others.map { $0.lowercased() })
    longest = words.map(\.utf8.count).max() ?? 0
  }

  /// Whether a field without the blanks around it is such a word.
  func contains(_ field: Span<UInt8>) -> Bool {
    if field.isEmpty { return true }
    guard field.count <= longest else { return false }
    return words.contains(String(decoding: field).lowercased())
  }
}
