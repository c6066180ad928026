extension TableSniffer {
  /// Decides the decimal mark.
  ///
  /// A column decides if all of its values are numbers with one mark, and not with the other. If
  /// there are such columns of both kinds, or commas that may separate thousands, the table is
  /// refused as ambiguous.
  mutating func chooseDecimalMark(
    _ columns: SampledColumns, _ sample: Span<UInt8>
  ) throws(FormatError) -> ReadingOptions.DecimalMark {
    if let given = options.decimalMark {
      decide("decimal mark", given.rawValue, "as --decimal says")
      return given
    }
    let used = usedColumns(columns, sample)
    let profiles = used.map { columns.profiles[$0] }
    let first = used.compactMap { column in
      columns.first.fields.indices.contains(column) ? columns.first.fields[column].found : nil
    }
    let commas = profiles.map(\.needsCommaCount).reduce(0, +) + first.count(where: \.needsComma)
    let thousands =
      profiles.map(\.thousandsCount).reduce(0, +) + first.count { $0.contains(.thousands) }
    guard commas > 0 else {
      decide("decimal mark", "point", "no number has a comma in it")
      return .point
    }
    if commas == thousands {
      throw ambiguousMark("commas that may be decimal marks or stand between thousands")
    }
    let isPoint = Self.decides(for: .point, profiles, first, isOneRow: columns.isOneRow)
    let isComma = Self.decides(for: .comma, profiles, first, isOneRow: columns.isOneRow)
    if isPoint != isComma {
      let mark: ReadingOptions.DecimalMark = isComma ? .comma : .point
      decide("decimal mark", mark.rawValue, "columns are numbers with it alone")
      return mark
    }
    if isPoint { throw ambiguousMark("numbers with decimal points and others with decimal commas") }
    return try chooseMarkOfMixed(profiles)
  }

  /// Whether a column consists of numbers with this mark, and needs it.
  private static func decides(
    for mark: ReadingOptions.DecimalMark, _ profiles: [ColumnProfile], _ first: [FieldClass],
    isOneRow: Bool
  ) -> Bool {
    if isOneRow { return first.contains { mark == .point ? $0.needsPoint : $0.needsComma } }
    return profiles.contains {
      $0.kind(mark) == .numeric
        && (mark == .point ? $0.needsPointCount : $0.needsCommaCount) > 0
    }
  }

  /// Decides if no column consists of numbers with a fraction: the mark that gives more numbers
  /// wins.
  private mutating func chooseMarkOfMixed(
    _ profiles: [ColumnProfile]
  ) throws(FormatError) -> ReadingOptions.DecimalMark {
    let counted = profiles.filter { $0.holdsNumbers(.point) || $0.holdsNumbers(.comma) }
    let hasMorePoints = counted.contains { $0.pointCount > $0.commaCount }
    let hasMoreCommas = counted.contains { $0.commaCount > $0.pointCount }
    if hasMorePoints && hasMoreCommas {
      throw ambiguousMark("numbers with decimal points and others with decimal commas")
    }
    let isTied = !hasMorePoints && !hasMoreCommas
    if isTied, counted.contains(where: { $0.needsCommaCount > 0 }) {
      throw ambiguousMark("as many numbers with decimal points as with decimal commas")
    }
    let mark: ReadingOptions.DecimalMark = hasMoreCommas ? .comma : .point
    decide("decimal mark", mark.rawValue, "more fields are numbers with it")
    return mark
  }

  /// The columns that may become features: the chosen ones, without the labels.
  private func usedColumns(_ columns: SampledColumns, _ sample: Span<UInt8>) -> [Int] {
    let names = columns.first.fields.map { ColumnName(reading: sample.bytes(of: $0.place)).text }
    let all = Array(columns.profiles.indices)
    let finder = ColumnFinder(
      path: path, columnCount: all.count, names: names.count == all.count ? names : nil)
    func found(_ choices: [ColumnChoice]) -> [Int]? {
      try? finder.columns(choices, excludingFrom: all)
    }
    let labels = Set(options.labels.isEmpty ? [] : found(options.labels) ?? [])
    let features = options.features.flatMap(found) ?? all
    return features.filter { !labels.contains($0) }
  }

  private func ambiguousMark(_ problem: String) -> FormatError {
    .invalid(
      path: path, place: nil, problem: "has \(problem)",
      mend: "say which is the decimal mark with --decimal point or --decimal comma")
  }
}
