internal import VQFormats

extension Option<[TableSelection.Column]> {
  static var columns: Option {
    Option(
      name: "--columns", placeholder: "A,B",
      help: "the columns of a .csv or .tsv file to read, by name or by number from 1",
      requirement: "names or numbers of columns with commas between, as in x,y or 2,3"
    ) { TableSelection.Column.list($0) }
  }
}

extension Option<TableSelection.Column> {
  static var labelsColumn: Option {
    Option(
      name: "--labels-column", placeholder: "NAME",
      help: "the column of a .csv or .tsv file that tells rows apart, to be kept beside results",
      requirement: "the name or number of a column"
    ) { TableSelection.Column($0) }
  }
}

extension TableSelection {
  /// The options by which columns are chosen.
  static var options: [any OptionDeclaration] {
    [Option.columns, Option<TableSelection.Column>.labelsColumn]
  }

  /// Reads the options `--columns` and `--labels-column`.
  init(_ arguments: Arguments) throws(CommandError) {
    self.init(
      features: try arguments.value(of: .columns),
      labels: try arguments.value(of: .labelsColumn))
  }

  /// Fails if labels are kept and a file is to take them that has no place for text.
  func check(labelledOutputs: [String?]) throws(CommandError) {
    guard labels != nil else { return }
    for path in labelledOutputs.compactMap(\.self) {
      let format = FileFormat(extensionOf: path)
      if format == nil || format == .csv || format == .tsv { continue }
      throw .usage("\(path) has no place for labels; name a .csv or .tsv file")
    }
  }
}
