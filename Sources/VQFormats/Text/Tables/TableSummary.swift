/// What a text table contains, and how it is read.
///
/// Every table has a summary, even if it cannot be read as observations because it contains only
/// text, or lacks values.
public struct TableSummary: Sendable {
  /// A decision that was taken from the first megabyte.
  public struct Decision: Sendable, Equatable {
    /// What was decided, such as `separator`.
    public let subject: String
    /// The choice.
    public let choice: String
    /// The reason for the choice.
    public let reason: String
  }

  /// A column of the table.
  public struct Column: Sendable {
    /// The name of the column; empty if it has none.
    public let name: String
    /// The kind of the column, `numeric`, `text`, `mixed` or `empty`, and its use.
    public internal(set) var kind: String
    /// The number of fields without a value.
    public internal(set) var missingCount = 0
    /// The number of fields that are numbers.
    public internal(set) var numberCount = 0
    /// The smallest and the largest number; `nil` if the column has no numbers.
    public internal(set) var minimum, maximum: Double?
    /// The mean of the numbers.
    public internal(set) var mean = 0.0
    /// Up to three distinct values, as text of the file.
    public internal(set) var examples: [String] = []
    var squares = 0.0

    init(name: String, kind: String) {
      self.name = name
      self.kind = kind
    }

    /// The population standard deviation of the numbers; `nil` if the column has no numbers.
    public var standardDeviation: Double? {
      numberCount == 0 ? nil : (squares / Double(numberCount)).squareRoot()
    }
  }

  /// The decisions, in order.
  public private(set) var decisions: [Decision] = []
  /// All columns.
  public private(set) var columns: [Column] = []
  /// The number of rows.
  public private(set) var rowCount = 0
  /// Remarks for the user on how the table is read.
  public private(set) var notes: [String] = []

  /// Reads a table to its end.
  ///
  /// - Parameters:
  ///   - path: The path of the table.
  ///   - options: What is known about it.
  /// - Throws: ``FormatError`` if the file is not a table, is ambiguous, or has rows of different
  ///   lengths.
  /// - Complexity: O(*n*) for *n* bytes.
  public init(of path: String, options: ReadingOptions = .automatic) throws(FormatError) {
    try self.init(of: InputFile(opening: path), path: path, options: options)
  }

  init(
    of input: borrowing InputFile, path: String, options: ReadingOptions
  ) throws(FormatError) {
    let table = TableInput(options, path: path, TableBlocks.Cutting())
    let isCompressed =
      switch input.storage {
      case .mapped: false
      case .stream(let stream): stream.isCompressed
      }
    var line = 1
    try table.forEachWindow(of: input) { plan, window throws(FormatError) in
      if window.isFirst {
        begin(plan, isCompressed: isCompressed)
        line = plan.firstRowLine
      }
      try add(window.text.extracting(window.rows), plan, path: path, line: &line)
    }
  }

  private mutating func begin(_ plan: TablePlan, isCompressed: Bool) {
    let layout = plan.layout
    decisions = plan.decisions.map {
      Decision(subject: $0.subject, choice: $0.choice, reason: $0.reason)
    }
    if isCompressed {
      let reason = "the first bytes say so"
      decisions.insert(Decision(subject: "compression", choice: "gzip", reason: reason), at: 0)
    }
    notes = plan.notes
    let mark: ReadingOptions.DecimalMark =
      plan.dialect.decimalMark == UInt8(ascii: ",") ? .comma : .point
    columns = plan.profiles.enumerated().map { number, profile in
      let use = layout.labels.contains(number) ? ", label" : ""
      return Column(
        name: layout.names?[number].text ?? "", kind: profile.kind(mark).rawValue + use)
    }
  }

  private mutating func add(
    _ rows: Span<UInt8>, _ plan: TablePlan, path: String, line: inout Int
  ) throws(FormatError) {
    let powers = PowersOfTen.all
    var parser = NumberParser(powers.significands.span)
    parser.decimalMark = plan.dialect.decimalMark
    var scanner = TableScanner(rows, plan.dialect)
    while !scanner.isAtEnd {
      if scanner.skipLineWithoutRow() { continue }
      let start = scanner.position
      let fields = scanner.nextRow()
      if let fault = fault(in: fields, at: start) {
        let line = line + rows.lineCount(to: fault.position, dialect: plan.dialect)
        throw fault.error(line: line, plan, path: path)
      }
      rowCount += 1
      for (column, field) in fields.enumerated() {
        let text = rows.extracting(field.range).trimmed()
        if plan.missingWords.contains(text) {
          columns[column].missingCount += 1
        } else {
          columns[column].add(text, parser)
        }
      }
    }
    line += rows.lineCount(to: rows.count, dialect: plan.dialect)
  }

  private func fault(in fields: [TableScanner.Field], at start: Int) -> TableFault? {
    if let column = fields.firstIndex(where: { $0.fault != nil }) {
      return TableFault(
        position: fields[column].range.lowerBound,
        kind: fields[column].fault == .unclosed
          ? .unclosed(column: column) : .textBehindQuotation(column: column))
    }
    guard fields.count != columns.count else { return nil }
    return TableFault(position: start, kind: .ragged(found: fields.count))
  }
}

extension TableSummary.Column {
  /// Adds a value.
  ///
  /// The mean and the sum of squares are updated by B. P. Welford's method, Technometrics 4 (1962).
  fileprivate mutating func add(_ text: Span<UInt8>, _ parser: NumberParser) {
    if let number = parser.number(text) {
      numberCount += 1
      minimum = min(minimum ?? number, number)
      maximum = max(maximum ?? number, number)
      let difference = number - mean
      mean += difference / Double(numberCount)
      squares += difference * (number - mean)
    }
    guard examples.count < 3 else { return }
    let example = String(decoding: text).excerpt
    if !examples.contains(example) { examples.append(example) }
  }
}

/// The contents of a file: a text table of any kind, or observations.
package enum FileSummary: ~Copyable {
  case table(TableSummary)
  case observations(ObservationFile)

  /// Opens a file.
  package init(of path: String, options: ReadingOptions) throws(FormatError) {
    let input = try InputFile(opening: ArrayPath(path).file)
    if try input.format(options).isTable {
      self = .table(try TableSummary(of: input, path: path, options: options))
    } else {
      self = .observations(try ObservationFile(input, path: path, options: options, workers: nil))
    }
  }
}
