/// Decides whether the first row contains the names of the columns.
///
/// A header needs text above a column of numbers. Words for missing values do not count as such
/// text; `inf` and `nan` do. Some first rows of numbers may be names or data: 0, 1, 2, …; ascending
/// years; or quoted numbers above unquoted ones. Such tables are refused as ambiguous.
struct HeaderChoice: ~Escapable {
  enum Answer {
    /// The first row holds data.
    case none(reason: String)
    /// The first row contains the names of the columns.
    case names(reason: String)
    /// The first row has one field fewer than the others, whose first field is the name of the row.
    case namesAfterRowNames(reason: String)
    /// The first row contains the names of the columns; the other rows end with an additional,
    /// empty field.
    case namesBeforeEmptyColumn(reason: String)
  }

  private let sample: Span<UInt8>
  private let first: SampleRow
  private let columns: SampledColumns
  private let mark: ReadingOptions.DecimalMark
  private let separator: UInt8
  private let options: ReadingOptions
  private let path: String
  private let line: Int

  @_lifetime(copy sample)
  init(
    _ sample: Span<UInt8>, first: SampleRow, columns: SampledColumns,
    mark: ReadingOptions.DecimalMark, separator: UInt8, options: ReadingOptions, path: String,
    line: Int
  ) {
    self.sample = sample
    self.first = first
    self.columns = columns
    self.mark = mark
    self.separator = separator
    self.options = options
    self.path = path
    self.line = line
  }

  func choose() throws(FormatError) -> Answer {
    if options.header != false, first.count == columns.profiles.count - 1 {
      return try chooseOfShorter()
    }
    if options.header != false, first.count != columns.profiles.count {
      throw otherLength()
    }
    switch options.header {
    case true?: return .names(reason: "as --header says")
    case false?: return .none(reason: "as --header says")
    case nil: return try chooseOfEqual()
    }
  }

  // MARK: A first row as long as the others

  /// What the first row has above the numeric columns.
  private struct Evidence {
    var names: [Int] = []
    var numbers: [Int] = []
    var missing: [Int] = []
    /// Text that resembles a number: `<0.01`, `$5`, `5 in`.
    var likeNumbers: [Int] = []
    /// Names above columns of text.
    var namesOfText: [Int] = []
    /// Whether a text of the first row occurs again below it.
    var repeatsText = false
  }

  private var evidence: Evidence {
    var evidence = Evidence()
    for (column, field) in first.fields.enumerated() {
      let kind = columns.profiles[column].kind(mark)
      guard kind == .numeric || kind == .mixed else {
        guard kind == .text, field.found.isDisjoint(with: .anyNumber) else { continue }
        if columns.profiles[column].contains(text(column)) {
          evidence.repeatsText = true
        } else {
          evidence.namesOfText.append(column)
        }
        continue
      }
      if field.found.contains(.word) {
        evidence.names.append(column)
      } else if !field.found.isDisjoint(with: .anyNumber) {
        evidence.numbers.append(column)
      } else if field.found.contains(.missing) {
        isNameOfNothing(column) ? evidence.names.append(column) : evidence.missing.append(column)
      } else if text(column).looksLikeNumber {
        evidence.likeNumbers.append(column)
      } else {
        evidence.names.append(column)
      }
    }
    return evidence
  }

  /// Whether the field is the word `nan`, which can be a name.
  private func isNameOfNothing(_ column: Int) -> Bool {
    String(decoding: text(column)).lowercased() == "nan"
  }

  private func chooseOfEqual() throws(FormatError) -> Answer {
    if columns.isOneRow { return chooseOfOneRow() }
    let found = evidence
    if found.numbers.isEmpty, found.names.count > found.likeNumbers.count {
      if found.missing.count + found.names.count == 1, found.missing.count == 1 {
        return .none(reason: "the first row has no name above a column of numbers")
      }
      let name = shown(found.names[0]).debugDescription
      return .names(reason: "\(name) is text above numbers")
    }
    if !found.likeNumbers.isEmpty, found.names.count <= found.likeNumbers.count {
      let text = shown(found.likeNumbers[0]).debugDescription
      throw ambiguous("has \(text) in its first row, above numbers")
    }
    if found.numbers.isEmpty {
      return .none(reason: "the first row has no name above a column of numbers")
    }
    return try chooseAmongNumbers(found)
  }

  /// Decides for a first row with numbers above numeric columns.
  private func chooseAmongNumbers(_ found: Evidence) throws(FormatError) -> Answer {
    let pattern = NumberPattern(
      items: found.numbers.map { column in
        NumberPattern.Item(
          number: text(column).wholeNumber, isQuoted: first.fields[column].place.isQuoted,
          below: columns.profiles[column])
      })
    if !found.names.isEmpty {
      if pattern.areYears, !pattern.yearsFollow {
        return .names(reason: "the first row has names, and years above other numbers")
      }
      let number = shown(found.numbers[0])
      let name = shown(found.names[0]).debugDescription
      throw .invalid(
        path: path, place: "line \(line)",
        problem: "has both the name \(name) and the number \(number)",
        mend:
          "say whether this row names the columns with --header yes or --header no, or leave it "
          + "out with --skip-lines \(line)")
    }
    if found.missing == [0], text(0).isEmpty, columns.profiles[0].countsRows {
      // An empty field is above a count of rows: an index without a name, or a missing value.
      guard pattern.isCount || pattern.areYears || !found.namesOfText.isEmpty else {
        throw ambiguous("has an empty field above a count of rows, and numbers next to it,")
      }
      return .names(reason: "the first row has no name for the first column, which counts the rows")
    }
    if !found.namesOfText.isEmpty {
      if pattern.namesColumns {
        return .names(
          reason: "the first row has text and \(pattern.areYears ? "years" : "a count of columns")")
      }
      if pattern.mayNameColumns { throw ambiguous("has a first row that may name the columns") }
      return .none(reason: "the first row has numbers above numbers")
    }
    if found.repeatsText {
      return .none(reason: "the text of the first row stands below, too")
    }
    if let reason = pattern.doubt { throw ambiguous(reason) }
    return .none(reason: "the first row has numbers above numbers")
  }

  /// Decides for a table of one row: it is data if it contains a number.
  private func chooseOfOneRow() -> Answer {
    let hasNumber = first.fields.contains {
      !$0.found.isDisjoint(with: .anyNumber) && !$0.found.contains(.word)
    }
    return hasNumber || first.count == 1 && !first.fields[0].found.isEmpty
      ? .none(reason: "there is one row, with a number in it")
      : .names(reason: "there is one row, without a number")
  }

  // MARK: A first row of another length

  /// Decides for a first row with one field fewer than the others.
  private func chooseOfShorter() throws(FormatError) -> Answer {
    let endsWithSeparator = first.endsEmpty && first.fields.last?.place.isQuoted == false
    if columns.allEndEmpty, !endsWithSeparator {
      return .namesBeforeEmptyColumn(reason: "every other row ends with an empty field")
    }
    let others = columns.profiles.dropFirst().map { $0.kind(mark) }
    let isClear = hasRowNames && others.contains(.numeric) && !others.contains(.mixed)
    guard isClear || options.header == true else { throw otherLength() }
    return .namesAfterRowNames(
      reason: "it has one field fewer than the others, which begin with the name of the row")
  }

  /// Whether the first column holds row names: distinct texts, or a count of rows.
  ///
  /// `1,80` above `2,65` could also be numbers with decimal commas.
  private var hasRowNames: Bool {
    let rowNames = columns.profiles[0]
    // A program that quotes row names also quotes column names.
    let isTitle =
      rowNames.quotedCount == rowNames.count && !first.fields.contains(where: \.place.isQuoted)
    guard rowNames.areDistinct, !isTitle else { return false }
    // Quotation marks are no evidence if all numbers have them.
    let isQuoted = columns.profiles.dropFirst().contains { $0.quotedCount < $0.count }
    if rowNames.kind(mark) == .text || (isQuoted && rowNames.quotedCount == rowNames.count) {
      return true
    }
    let isSplitByComma = separator == UInt8(ascii: ",")
    return rowNames.countsRows && rowNames.count > (isSplitByComma ? 2 : 1)
      && (first.count > 1 || !isSplitByComma)
  }

  private func otherLength() -> FormatError {
    let expected = columns.profiles.count
    let counts = "\(FormatError.count(first.count)) where the next rows have \(expected)"
    var ways = ["if it is a title, skip it with --skip-lines \(line)"]
    if first.count == expected - 1, options.header == nil {
      ways.append("if it names all columns except the first, give --header yes")
    }
    if first.count < expected, separator == UInt8(ascii: ","), options.decimalMark == nil {
      ways.append("if commas are decimal marks, give --decimal comma")
    }
    return .invalid(
      path: path, place: "line \(line)", problem: "has \(counts)",
      mend: ways.joined(separator: "; "))
  }

  private func ambiguous(_ problem: String) -> FormatError {
    .invalid(
      path: path, place: nil, problem: problem,
      mend: "say whether the first row names the columns with --header yes or --header no")
  }

  /// A field of the first row, for display.
  private func shown(_ column: Int) -> String {
    ColumnName(reading: sample.bytes(of: first.fields[column].place)).text.excerpt
  }

  @_lifetime(copy self)
  private func text(_ column: Int) -> Span<UInt8> {
    sample.extracting(first.fields[column].place.range).trimmed()
  }
}

extension Span<UInt8> {
  /// Whether the text begins like a number, possibly after a sign or a unit: `<0.01`, `$5`, `5 in`.
  fileprivate var looksLikeNumber: Bool {
    let signs = Array("<>~=+-$(.,".utf8)
    guard let start = indices.first(where: { index in !signs.contains(self[index]) }) else {
      return false
    }
    // Currency signs such as € and £ are bytes above ASCII, followed by digits.
    let rest = extracting(start...)
    if isDigit(rest[0]) { return true }
    let isUnit = rest[0] >= 0x80
    return isUnit && rest.indices.first { rest[$0] < 0x80 }.map { isDigit(rest[$0]) } == true
  }
}
