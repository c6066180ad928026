internal import VQFormats

extension Option<[ColumnChoice]> {
  static var columns: Option {
    Option(
      name: "--columns", placeholder: "A,B",
      help:
        "the columns of a table that are features, by name, number or range, or all except some: "
        + "x,y or 2-61 or a:f or -id (default all numeric columns)",
      requirement: "columns with commas between, as in x,y or 2-61 or a:f or -id"
    ) { ColumnChoice.list($0) }
  }

  static var labelsColumn: Option {
    Option(
      name: "--labels-column", placeholder: "NAME",
      help:
        "a column of a table that identifies the rows, repeated in the results; may be given "
        + "several times",
      requirement: "names or numbers of columns", isRepeatable: true
    ) { ColumnChoice.list($0) }
  }
}

extension Option<Bool> {
  static var header: Option {
    Option(
      name: "--header", placeholder: "yes|no",
      help: "whether the first row of a table holds the column names",
      requirement: "yes or no"
    ) { ["yes": true, "no": false][$0] }
  }
}

extension Option<ReadingOptions.Separator> {
  static var separator: Option {
    Option(
      name: "--separator", placeholder: "CHAR",
      help: "the separator between the fields of a table: "
        + ReadingOptions.Separator.allCases.map(\.rawValue).joined(separator: ", ")
        + ", or the character",
      requirement: "one of "
        + ReadingOptions.Separator.allCases.map(\.rawValue).joined(separator: ", ")
    ) { ReadingOptions.Separator($0) }
  }
}

extension Option<ReadingOptions.DecimalMark> {
  static var decimalMark: Option {
    Option(
      name: "--decimal", placeholder: "MARK", help: "the decimal mark of a table: point or comma",
      requirement: "point or comma"
    ) { ReadingOptions.DecimalMark($0) }
  }
}

extension Option<[String]> {
  static var missingWords: Option {
    Option(
      name: "--missing", placeholder: "WORDS",
      help:
        "more words that mean \"no value\" in a table, with commas between them",
      requirement: "words with commas between", isRepeatable: true
    ) { $0.split(separator: ",").map(String.init) }
  }
}

extension Option<ReadingOptions.MissingRows> {
  static var missingRows: Option {
    choice(
      "--missing-rows", "RULE", among: ReadingOptions.MissingRows.allCases,
      "what to do with rows of a table in which a feature has no value")
  }
}

extension Option<Int> {
  static var skippedLines: Option {
    integer("--skip-lines", "N", "the number of lines to skip before a table, such as a title")
  }
}

extension Option<FileFormat> {
  static var format: Option {
    choice(
      "--format", "FORMAT", among: FileFormat.allCases,
      "the format of the file, if it is not recognised")
  }
}

extension ReadingOptions {
  /// The options that control how a file is read.
  static var declarations: [any OptionDeclaration] {
    [
      Option<[ColumnChoice]>.columns, Option<[ColumnChoice]>.labelsColumn, Option<Bool>.header,
      Option<ReadingOptions.Separator>.separator, Option<ReadingOptions.DecimalMark>.decimalMark,
      Option<[String]>.missingWords, Option<ReadingOptions.MissingRows>.missingRows,
      Option<Int>.skippedLines, Option<FileFormat>.format,
    ]
  }

  /// Reads the options that control how a file is read.
  init(_ arguments: Arguments) throws(CommandError) {
    self.init()
    features = try arguments.value(of: .columns)
    labels = try arguments.value(of: .labelsColumn) ?? []
    header = try arguments.value(of: .header)
    separator = try arguments.value(of: .separator)
    decimalMark = try arguments.value(of: .decimalMark)
    missingWords = try arguments.value(of: .missingWords) ?? []
    missingRows = try arguments.value(of: .missingRows) ?? .refuse
    skippedLineCount = try arguments.value(of: .skippedLines) ?? 0
    format = try arguments.value(of: .format)
  }

  /// Throws if an output that should repeat the labels cannot hold text.
  func check(labelledOutputs: [String?]) throws(CommandError) {
    guard !labels.isEmpty else { return }
    for path in labelledOutputs.compactMap(\.self) {
      let format = FileFormat(extensionOf: path)
      if format == nil || format == .csv || format == .tsv { continue }
      throw .usage("\(path) cannot hold labels; end the name in .csv or .tsv")
    }
  }
}
