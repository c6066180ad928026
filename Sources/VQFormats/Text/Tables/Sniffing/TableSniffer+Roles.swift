extension TableSniffer {
  /// Names that programs give to a column of row numbers.
  private static let indexNames: Set<String> = [
    "", "index", "id", "row", "rownames", "row.names", "row_names", "rowname", "unnamed: 0", "...1",
  ]

  /// Decides the names and the use of each column.
  mutating func finish(
    _ sampled: SampledColumns, _ mark: ReadingOptions.DecimalMark, _ header: HeaderChoice.Answer,
    _ preamble: TablePreamble, _ sample: Span<UInt8>
  ) throws(FormatError) -> TablePlan {
    var columns = sampled
    var start = preamble.start
    var headerRange: Range<Int>?
    var names: [ColumnName]?
    let headerNames = columns.first.fields.map { ColumnName(reading: sample.bytes(of: $0.place)) }
    switch header {
    case .none(let reason):
      decide("header", "no", reason)
      columns.addFirstRow(sample)
      names = try namesInComment(preamble, columnCount: columns.profiles.count)
    case .names(let reason):
      decide("header", "yes", reason)
      names = headerNames
    case .namesAfterRowNames(let reason):
      decide("header", "yes", reason)
      names = [ColumnName("")] + headerNames
      hasRowNames = true
    case .namesBeforeEmptyColumn(let reason):
      decide("header", "yes", reason)
      names = headerNames + [ColumnName("")]
    }
    if case .none = header {
    } else {
      headerRange = start..<(start + columns.first.range.upperBound)
      var scanner = TableScanner(text, dialect, at: start + columns.first.range.upperBound)
      scanner.skipLinesWithoutRows()
      start = scanner.position
    }
    guard start < dialect.endOfRows(in: text, from: start) else { throw .noRows(path: path) }
    let layout = try layout(columns, mark, names)
    var plan = TablePlan(
      dialect: dialect, layout: layout, header: headerRange, start: start,
      firstRowLine: line(at: start), missingWords: missingWords, missingRows: options.missingRows)
    if case .namesBeforeEmptyColumn = header { plan.endsWithSeparator = true }
    plan.profiles = columns.profiles
    plan.notes = notes
    plan.decisions = decisions
    return plan
  }

  /// The names in a comment directly above the numbers, in the form that `numpy.savetxt` writes.
  private mutating func namesInComment(
    _ preamble: TablePreamble, columnCount: Int
  ) throws(FormatError) -> [ColumnName]? {
    guard options.header == nil, let comment = preamble.comment else { return nil }
    var scanner = TableScanner(text.extracting(comment), dialect)
    let fields = scanner.nextRow()
    guard fields.count == columnCount, fields.allSatisfy({ $0.fault == nil }) else { return nil }
    decide("names", "in a comment", "it stands above the first row and has as many fields")
    return fields.map { ColumnName(reading: text.extracting(comment).bytes(of: $0)) }
  }

  // MARK: The use of columns

  private mutating func layout(
    _ columns: SampledColumns, _ mark: ReadingOptions.DecimalMark, _ names: [ColumnName]?
  ) throws(FormatError) -> TableLayout {
    let profiles = columns.profiles
    let kinds = profiles.map { $0.kind(mark) }
    let texts = names?.map(\.text)
    let finder = ColumnFinder(path: path, columnCount: kinds.count, names: texts)
    let index = indexColumn(columns, kinds, texts)
    let labels =
      options.labels.isEmpty
      ? index.map { [$0] } ?? [] : try finder.columns(options.labels, excludingFrom: [])
    var standard = kinds.indices.filter { column in
      // In a table of one row, a word for a missing value means that the value is missing, not the
      // column.
      let lacksValue = columns.isOneRow && profiles[column].blankCount < profiles[column].count
      return kinds[column] == .numeric || kinds[column] == .mixed
        || (kinds[column] == .empty && lacksValue)
    }
    let others = Set(labels + (index.map { [$0] } ?? []))
    standard.removeAll { others.contains($0) }
    let features = try features(finder, standard: standard)
    if let text = features.first(where: { kinds[$0] == .text }), options.features != nil {
      throw .invalid(
        path: path, place: "column \(text + 1)" + Self.parenthesis(texts?[text]),
        problem: "holds text such as \(columns.example(text).excerpt.debugDescription)",
        mend: "choose columns of numbers with --columns")
    }
    if let problem = features.isEmpty ? textProblem(columns, kinds, labels) : nil { throw problem }
    if options.features == nil, options.pairedNames == nil || names == nil {
      noteColumns(
        leftOutOf: finder, profiles, features: features, labels: labels, index: index)
      noteCount(columns, names: texts, features: features)
    }
    let empty = Set(kinds.indices.filter { kinds[$0] == .empty }).subtracting(features)
    return TableLayout(
      columnCount: kinds.count, names: names, features: features, labels: labels,
      emptyColumns: empty)
  }

  private func features(
    _ finder: ColumnFinder, standard: [Int]
  ) throws(FormatError) -> [Int] {
    if let chosen = options.features {
      return try finder.columns(chosen, excludingFrom: standard)
    }
    if let paired = options.pairedNames, finder.names != nil {
      return try finder.columns(paired.map(ColumnChoice.name), excludingFrom: [])
    }
    return standard
  }

  /// The first column, if it contains row numbers or row names.
  private mutating func indexColumn(
    _ columns: SampledColumns, _ kinds: [ColumnProfile.Kind], _ names: [String]?
  ) -> Int? {
    guard kinds.count > 1, let names else { return nil }
    let name = names[0].lowercased()
    let others = kinds.dropFirst().contains { $0 == .numeric || $0 == .mixed }
    guard others, Self.indexNames.contains(name), !names.dropFirst().allSatisfy(\.isEmpty) else {
      return nil
    }
    let profile = columns.profiles[0]
    if name.isEmpty, kinds[0] == .text {
      decide("index", "column 1", "it has no name and holds text")
      return 0
    }
    guard kinds[0] == .numeric || hasRowNames else { return nil }
    if hasRowNames {
      decide("index", "column 1", "it holds the names of the rows")
    } else if profile.countsRows, name.isEmpty || profile.count > 1 {
      decide("index", "column 1", "it counts the rows")
    } else if name.isEmpty, profile.identifiesRows {
      decide("index", "column 1", "it has no name and holds whole numbers, each once")
    } else {
      return nil
    }
    guard options.features == nil, options.pairedNames == nil else { return 0 }
    let what = name.isEmpty ? "column 1, which has no name," : "column 1 (\"\(names[0].excerpt)\")"
    notes.append(
      "\(path): \(what) numbers the rows, so it is not a feature; choose columns with --columns to "
        + "change that")
    return 0
  }

  private mutating func noteColumns(
    leftOutOf finder: ColumnFinder, _ profiles: [ColumnProfile], features: [Int], labels: [Int],
    index: Int?
  ) {
    let used = Set(features + labels + (index.map { [$0] } ?? []))
    let left = profiles.indices.filter {
      !used.contains($0)
        && !(profiles[$0].blankCount == profiles[$0].count && finder.names?[$0].isEmpty ?? true)
    }
    guard !left.isEmpty else { return }
    let words = left.map { column in
      let name = finder.names?[column] ?? ""
      return name.isEmpty ? "\(column + 1)" : name
    }
    let count = left.count == 1 ? "1 column" : "\(left.count) columns"
    notes.append("\(path): left out \(count) without numbers: \(ColumnFinder.list(words))")
  }

  private mutating func noteCount(
    _ columns: SampledColumns, names: [String]?, features: [Int]
  ) {
    guard names == nil, features.first == 0, features.count > 1, columns.profiles[0].count > 3,
      columns.countsRows
    else { return }
    notes.append(
      "\(path): column 1 counts the rows; if it is not a feature, leave it out with --columns=-1")
  }

  private static func parenthesis(_ name: String?) -> String {
    name.flatMap { $0.isEmpty ? nil : " (\($0.excerpt.debugDescription))" } ?? ""
  }

  /// The error for a table without a numeric column.
  private func textProblem(
    _ columns: SampledColumns, _ kinds: [ColumnProfile.Kind], _ labels: [Int]
  ) -> FormatError {
    if options.features != nil {
      return .invalid(
        path: path, place: nil, problem: "has no column left after the exclusions",
        mend: "exclude fewer columns with --columns")
    }
    if kinds.contains(.numeric) {
      return .invalid(
        path: path, place: nil, problem: "has no column of numbers in addition to the labels",
        mend: "choose features with --columns, or leave out --labels-column")
    }
    if columns.isOneRow, columns.first.fields.allSatisfy({ $0.found.isDisjoint(with: .anyNumber) })
    {
      return .noRows(path: path)
    }
    let column = kinds.firstIndex(of: .text) ?? 0
    let field = columns.first.fields.indices.contains(column) ? columns.example(column) : ""
    return .invalid(
      path: path, place: nil,
      problem: "has no column of numbers, but text such as \(field.excerpt.debugDescription)",
      mend: "see how it is read with vq info, and correct that with --separator, --decimal or "
        + "--skip-lines")
  }
}
