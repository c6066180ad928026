/// Finds what separates fields: the byte by which rows have equally many fields, most of them numbers.
struct SeparatorChoice {
  /// How the first rows look with one separator.
  struct Candidate {
    let separator: ReadingOptions.Separator
    var rows: [SampleRow] = []
    /// The number of fields in most rows after the first.
    var columnCount = 1
    /// Whether all rows after the first have so many fields, and the first has as many or one fewer.
    var isConsistent = false
    /// Rows that have so many fields.
    var consistentCount = 0
    /// How many of the fields with values are numbers, from 0 to 1.
    var numberShare = 0.0

    var splits: Bool { columnCount > 1 && consistentCount > 0 }
    /// How many rows have so many fields, the first included.
    var agreement: Int { consistentCount + (rows.first?.count == columnCount ? 1 : 0) }
  }

  /// The rows that are compared.
  private static let rowLimit = 500
  /// The text that is compared, unless there are fewer than two rows in it.
  private static let byteLimit = 1 << 16

  /// Chooses among the separators that are possible.
  ///
  /// - Parameters:
  ///   - text: The sample, from the first row.
  ///   - dialect: The line ends and comments.
  ///   - separators: The possible ones, in the order of preference.
  ///   - classifier: Tells what fields are.
  ///   - isWhole: Whether the table ends with the sample.
  /// - Returns: The candidates that are equally good, the best first; at least one.
  static func best(
    _ text: Span<UInt8>, _ dialect: Dialect, among separators: [ReadingOptions.Separator],
    _ classifier: FieldClassifier, isWhole: Bool
  ) -> [Candidate] {
    let candidates = separators.map {
      candidate($0, text, dialect, classifier, isWhole: isWhole)
    }
    let consistent = candidates.filter { $0.isConsistent && $0.columnCount > 1 }
    let (strict, blanks) = (
      consistent.filter { $0.separator != .blanks }, consistent.filter { $0.separator == .blanks }
    )
    let share = strict.map(\.numberShare).max() ?? -1
    if let blanks = blanks.first, blanks.numberShare > share { return [blanks] }
    if !strict.isEmpty {
      let best = strict.filter { $0.numberShare == share }
      let full = best.filter { $0.rows[0].count == $0.columnCount }
      return full.isEmpty ? best : full
    }
    // No separator gives equal rows: take the one that most rows agree on, to say which row differs.
    let splitting = candidates.filter { $0.splits && 2 * $0.agreement >= $0.rows.count }
    let most = splitting.map(\.agreement).max() ?? 0
    let agreeing = splitting.filter { $0.agreement == most }
    let highest = agreeing.map(\.numberShare).max() ?? 0
    return [agreeing.first { $0.numberShare == highest } ?? candidates[0]]
  }

  private static func candidate(
    _ separator: ReadingOptions.Separator, _ text: Span<UInt8>, _ dialect: Dialect,
    _ classifier: FieldClassifier, isWhole: Bool
  ) -> Candidate {
    var dialect = dialect
    dialect.separator = separator.byte
    var scanner = TableScanner(text, dialect)
    var candidate = Candidate(separator: separator)
    while !scanner.isAtEnd, candidate.rows.count < rowLimit,
      scanner.position < byteLimit || candidate.rows.count < 2
    {
      if scanner.skipLineWithoutRow() { continue }
      let row = scanner.nextRow(classifier)
      // The last row of a part of the text may be cut.
      if scanner.isAtEnd, !isWhole, !candidate.rows.isEmpty { break }
      candidate.rows.append(row)
    }
    candidate.judge()
    return candidate
  }
}

extension SeparatorChoice.Candidate {
  /// Counts fields and numbers.
  fileprivate mutating func judge() {
    guard let first = rows.first else { return }
    let below = rows.count > 1 ? rows.dropFirst() : rows[...]
    var frequency: [Int: Int] = [:]
    for row in below { frequency[row.count, default: 0] += 1 }
    let most = frequency.max { ($0.value, $0.key) < ($1.value, $1.key) }
    columnCount = most?.key ?? 1
    consistentCount = most?.value ?? 0
    isConsistent =
      consistentCount == below.count && below.allSatisfy { $0.fault == nil }
      && first.fault == nil && (first.count == columnCount || first.count == columnCount - 1)
    var (numbers, values) = (0, 0)
    for row in below {
      for field in row.fields where !field.found.contains(.missing) {
        values += 1
        numbers += field.found.isDisjoint(with: .anyNumber) ? 0 : 1
      }
    }
    numberShare = values == 0 ? 0 : Double(numbers) / Double(values)
  }
}
