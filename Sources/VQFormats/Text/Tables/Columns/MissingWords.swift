/// The words in a table that mean "no value".
struct MissingWords: Sendable {
  /// The words that common programs write: R, pandas, Excel, databases, statistical packages, and
  /// the UCI repository.
  private static let known: Set<String> = [
    "", "na", "n/a", "#n/a", "#na", "<na>", "null", "(null)", "none", "nan", "-nan", "+nan", "nat",
    "missing", "?", "-", "--", ".", "..", "\\n",
  ]
  private let words: Set<String>
  private let longest: Int

  /// Creates a set of the known words and `others`; case does not matter.
  init(and others: [String] = []) {
    words = Self.known.union(others.map { $0.lowercased() })
    longest = words.map(\.utf8.count).max() ?? 0
  }

  /// Whether a field, without surrounding blanks, is such a word.
  func contains(_ field: Span<UInt8>) -> Bool {
    if field.isEmpty { return true }
    guard field.count <= longest else { return false }
    return words.contains(String(decoding: field).lowercased())
  }
}
