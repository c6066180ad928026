internal import VectorQuantization

/// Decides how to read a table, from the first megabyte of its text.
///
/// Each step decides one thing and uses the decisions of the previous steps: the start of the first
/// row, the separator, the columns, the decimal mark, the header, the use of each column. If a step
/// finds two answers, it throws an error that names the option to decide. An option that is given
/// is obeyed.
///
/// The order of the steps, and the scores of separators by equal rows and by types, follow the
/// dialect sniffer of DuckDB and T. Döhmen, H. Mühleisen and P. Boncz, "Multi-hypothesis CSV
/// parsing", SSDBM 2017.
struct TableSniffer: ~Escapable {
  let text: Span<UInt8>
  /// Whether the table ends with `text`.
  let isWhole: Bool
  let options: ReadingOptions
  let path: String
  let classifier: FieldClassifier
  let missingWords: MissingWords
  private(set) var dialect = Dialect()
  var decisions: [TablePlan.Decision] = []
  var notes: [String] = []
  /// Whether the first column contains row names, and the header has no field for it.
  var hasRowNames = false

  @_lifetime(copy text, copy powers)
  init(
    _ text: Span<UInt8>, isWhole: Bool, _ options: ReadingOptions, path: String,
    _ powers: Span<UInt128>
  ) {
    self.text = text
    self.isWhole = isWhole
    self.options = options
    self.path = path
    missingWords = MissingWords(and: options.missingWords)
    classifier = FieldClassifier(powers, missingWords)
  }

  /// Takes all decisions.
  ///
  /// - Throws: ``FormatError`` if the text is not a table, or is ambiguous.
  mutating func plan() throws(FormatError) -> TablePlan {
    let preamble = TablePreamble(text, skipping: options.skippedLineCount)
    dialect.lineEnd = preamble.lineEnd
    dialect.commentMark = preamble.commentMark
    let sample = text.extracting(preamble.start..<dialect.endOfRows(in: text, from: preamble.start))
    guard !sample.isEmpty else { throw .noRows(path: path) }
    decide(on: preamble)
    let candidate = try chooseSeparator(sample, preamble)
    dialect.separator = candidate.separator.byte
    dialect.blankLinesAreRows = candidate.columnCount == 1
    let first = candidate.rows[0]
    if let (column, field) = first.fault {
      throw fault(field, column: column, at: preamble.start)
    }
    var columns = SampledColumns(sample, dialect, classifier, first: first, isWhole: isWhole)
    if columns.startsWithText, !columns.hasComments {
      // Lines that begin with the comment mark are rows, in the sample or after it.
      dialect.commentMark = 0
      if columns.hasMarkedRows {
        columns = SampledColumns(sample, dialect, classifier, first: first, isWhole: isWhole)
      }
    }
    if let (column, field) = columns.fault {
      throw fault(field, column: column, at: preamble.start)
    }
    let mark = try chooseDecimalMark(columns, sample)
    dialect.decimalMark = mark.byte
    let header = try HeaderChoice(
      sample, first: first, columns: columns, mark: mark, separator: dialect.separator,
      options: options, path: path, line: line(at: preamble.start)
    ).choose()
    return try finish(columns, mark, header, preamble, sample)
  }

  /// The line of a position in the text, from 1.
  func line(at position: Int) -> Int { text.lineCount(to: position, dialect: dialect) + 1 }

  // MARK: Steps

  private mutating func chooseSeparator(
    _ sample: Span<UInt8>, _ preamble: TablePreamble
  ) throws(FormatError) -> SeparatorChoice.Candidate {
    let declared = preamble.declaredSeparator.flatMap { byte in
      ReadingOptions.Separator.allCases.first { $0.byte == byte }
    }
    let given = options.separator ?? declared
    let possible = given.map { [$0] } ?? possibleSeparators
    var found = SeparatorChoice.best(sample, dialect, among: possible, classifier, isWhole: isWhole)
    if given == nil, options.decimalMark == .comma {
      // With decimal commas, the comma is the separator only if no other separator works and
      // decimal numbers are in quotation marks.
      let others = SeparatorChoice.best(
        sample, dialect, among: possible.filter { $0 != .comma }, classifier, isWhole: isWhole)
      let isSplit = others[0].isConsistent && others[0].columnCount > 1
      if isSplit || !found[0].hasQuotedComma { found = others }
    }
    let best = found[0]
    if given == nil, found.count > 1, best.numberShare > 0 {
      let names = found.map { $0.separator.rawValue }
      let places = names.map { $0 == "blanks" ? "run of blanks" : $0 }
      throw .invalid(
        path: path, place: nil,
        problem: "can be split into columns at each \(places.joined(separator: " or each "))",
        mend: "say which with --separator \(names.joined(separator: " or --separator "))")
    }
    let reason =
      if options.separator != nil {
        "as --separator says"
      } else if declared != nil {
        "the first line declares it"
      } else if best.columnCount == 1 {
        "no separator gives rows of equal length; a row is one field"
      } else if best.isConsistent {
        "it gives rows of \(best.columnCount) fields, \(Self.percent(best.numberShare)) of them numbers"
      } else {
        "most rows have \(best.columnCount) fields with it"
      }
    decisions.append(
      TablePlan.Decision(
        subject: "separator", choice: best.columnCount == 1 ? "none" : best.separator.rawValue,
        reason: reason))
    return best
  }

  /// The possible separators; the one that the file's extension suggests comes first.
  private var possibleSeparators: [ReadingOptions.Separator] {
    FileFormat.separator(of: path) == UInt8(ascii: "\t")
      ? [.tab, .comma, .semicolon, .bar, .blanks] : [.comma, .semicolon, .tab, .bar, .blanks]
  }

  private func fault(
    _ field: TableScanner.Field, column: Int, at start: Int
  ) -> FormatError {
    let plan = TablePlan(
      dialect: dialect,
      layout: TableLayout(
        columnCount: column + 1, names: nil, features: [], labels: [], emptyColumns: []),
      start: start, firstRowLine: 0, missingWords: missingWords, missingRows: .refuse)
    let kind: TableFault.Kind =
      field.fault == .unclosed ? .unclosed(column: column) : .textBehindQuotation(column: column)
    let position = start + field.range.lowerBound
    return TableFault(position: position, kind: kind)
      .error(line: line(at: position), plan, path: path)
  }

  // MARK: Report of the decisions

  mutating func decide(_ subject: String, _ choice: String, _ reason: String) {
    decisions.append(TablePlan.Decision(subject: subject, choice: choice, reason: reason))
  }

  private mutating func decide(on preamble: TablePreamble) {
    let isUTF8 = text.isUTF8
    decide(
      "encoding", isUTF8 ? "UTF-8" : "not UTF-8",
      preamble.hasByteOrderMark
        ? "a byte order mark says so"
        : isUTF8 ? "all bytes are valid" : "text is passed on unchanged, and shown as Latin-1")
    let isReturn = preamble.lineEnd == UInt8(ascii: "\r")
    decide(
      "line ends", isReturn ? "carriage return" : "line feed",
      isReturn ? "there is no line feed" : "a carriage return before it does not matter")
    if options.skippedLineCount > 0 {
      decide("skipped lines", "\(options.skippedLineCount)", "as --skip-lines says")
    }
    if preamble.commentCount > 0 {
      let mark = Character(Unicode.Scalar(preamble.commentMark))
      let count = preamble.commentCount
      decide(
        "comments", "\(mark)",
        count == 1
          ? "1 line before the table begins with it"
          : "\(count) lines before the table begin with it")
    }
  }

  static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded(.down))) %" }
}

extension Span<UInt8> {
  /// Whether the bytes are UTF-8; the last character may be incomplete.
  fileprivate var isUTF8: Bool {
    for dropped in 0..<4 where dropped <= count {
      let bytes = extracting(first: count - dropped)
      if (try? UTF8Span(validating: bytes)) != nil { return true }
    }
    return false
  }
}
