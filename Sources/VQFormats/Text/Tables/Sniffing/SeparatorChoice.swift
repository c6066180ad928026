/// Finds the separator: the byte that gives rows equally many fields, with the largest share of
/// numbers.
struct SeparatorChoice {
  /// The first rows of the sample, split by one separator.
  struct Candidate {
    let separator: ReadingOptions.Separator
    var rows: [SampleRow] = []
    /// The number of fields in the majority of the rows after the first.
    var columnCount = 1
    /// Whether all rows after the first have `columnCount` fields, and the first has as many or one
    /// fewer.
    var isConsistent = false
    /// The number of rows after the first that have `columnCount` fields.
    var consistentCount = 0
    /// The share of numbers among the fields with values, from 0 to 1.
    var numberShare = 0.0

    /// Whether a number with a decimal comma is in quotation marks.
    var hasQuotedComma: Bool {
      rows.contains { $0.fields.contains { $0.place.isQuoted && $0.found.needsComma } }
    }

    var splits: Bool { columnCount > 1 && consistentCount > 0 }
    /// The number of rows with `columnCount` fields, including the first.
    var agreement: Int { consistentCount + (rows.first?.count == columnCount ? 1 : 0) }
  }

  /// The maximum number of rows to compare.
  private static let rowLimit = 500
  /// The maximum number of bytes to compare, unless they contain fewer than two rows.
  private static let byteLimit = 1 << 16

  /// Chooses among the possible separators.
  ///
  /// - Parameters:
  ///   - text: The sample, from the first row on.
  ///   - dialect: The line ends and comments.
  ///   - separators: The possible separators, in order of preference.
  ///   - classifier: Classifies fields.
  ///   - isWhole: Whether the table ends with the sample.
  /// - Returns: The equally good candidates, the preferred one first; at least one.
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
    // A header with a field for each column is stronger evidence than a shorter one.
    let full = strict.filter { $0.isFull && $0.numberShare > 0 }
    let possible = full.isEmpty ? strict : full
    let share = possible.map(\.numberShare).max() ?? -1
    let beats = blanks.first.map { $0.isFull || full.isEmpty } ?? false
    if let blanks = blanks.first, beats, blanks.numberShare > share {
      // Tabs may separate texts that contain blanks, or rows below a title of several words.
      let tabs = candidates.filter { $0.separator == .tab && $0.separatesBelowFirst }
      return [blanks]
        + tabs.filter { $0.isConsistent && $0.isFull || $0.columnCount == blanks.columnCount }
    }
    if !possible.isEmpty {
      let best = possible.filter { $0.numberShare == share }
      // For `1,5;a;b` the comma gives a larger share of numbers, the semicolon more fields.
      let rivals = possible.filter {
        $0.numberShare > 0 && $0.numberShare < share && $0.columnCount > best[0].columnCount
      }
      if share < 1, !rivals.isEmpty { return best + rivals }
      let shorter = strict.filter { !full.isEmpty && !$0.isFull && $0.numberShare > share }
      return best + shorter + blanks.filter { $0.equals(best[0]) }
    }
    return [mostConsistent(candidates) ?? candidates[0]]
  }

  /// The candidate on which the majority of rows agrees, to report the row that differs, if no
  /// separator gives equal rows.
  private static func mostConsistent(_ candidates: [Candidate]) -> Candidate? {
    let splitting = candidates.filter {
      $0.splits && ($0.separator != .blanks || $0.consistentCount == $0.rows.count - 1)
    }
    let strict = splitting.filter { $0.separator != .blanks }
    for candidates in [strict, splitting] {
      let agreeing = candidates.filter { 2 * $0.agreement >= $0.rows.count }
      let most = agreeing.map(\.agreement).max() ?? 0
      let best = agreeing.filter { $0.agreement == most }
      let highest = best.map(\.numberShare).max() ?? 0
      if let found = best.first(where: { $0.numberShare == highest }) { return found }
    }
    return nil
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
      // If the sample is only part of the text, its last row may be incomplete.
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
    for row in below where row.fault == nil { frequency[row.count, default: 0] += 1 }
    let most = frequency.max { ($0.value, $0.key) < ($1.value, $1.key) }
    columnCount = most?.key ?? 1
    consistentCount = most?.value ?? 0
    isConsistent =
      consistentCount == below.count && first.fault == nil
      && (first.count == columnCount || first.count == columnCount - 1)
    var (numbers, values) = (0, 0)
    for row in below {
      for field in row.fields where !field.found.contains(.missing) {
        values += 1
        let isCut = separator == .blanks && field.startsWithComma
        numbers += field.found.isDisjoint(with: .anyNumber) || isCut ? 0 : 1
      }
    }
    numberShare = values == 0 ? 0 : Double(numbers) / Double(values)
  }

  /// Whether the rows after the first are equally long and contain numbers.
  fileprivate var separatesBelowFirst: Bool {
    columnCount > 1 && consistentCount == rows.count - 1 && numberShare > 0
  }

  /// Whether the first row has a field for each column.
  fileprivate var isFull: Bool { rows[0].count == columnCount }

  /// Whether blanks give as large a share of numbers as another separator that is not a tab.
  fileprivate func equals(_ other: Self) -> Bool {
    other.separator != .tab && numberShare > 0 && numberShare == other.numberShare && isFull
  }
}
